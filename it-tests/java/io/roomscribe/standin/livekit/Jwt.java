package io.roomscribe.standin.livekit;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * JSON Web Tokens with HS256, made and taken apart without the library that the application uses,
 * so that a fault common to both sides would show.
 */
final class Jwt {

  private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

  private final JsonObject header;
  private final JsonObject claims;
  private final String signed;
  private final byte[] signature;

  private Jwt(JsonObject header, JsonObject claims, String signed, byte[] signature) {
    this.header = header;
    this.claims = claims;
    this.signed = signed;
    this.signature = signature;
  }

  /** Signs claims. */
  static String sign(JsonObject claims, String secret) {
    String signed = encode(bytes(HEADER)) + "." + encode(bytes(claims.toString()));
    return signed + "." + encode(mac(signed, secret));
  }

  /**
   * Takes a token apart without believing it.
   *
   * @throws IllegalArgumentException if it is no token
   */
  static Jwt parse(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("token contains an invalid number of segments");
    }
    try {
      return new Jwt(
          JsonParser.parseString(decode(parts[0])).getAsJsonObject(),
          JsonParser.parseString(decode(parts[1])).getAsJsonObject(),
          parts[0] + "." + parts[1],
          Base64.getUrlDecoder().decode(parts[2]));
    } catch (JsonParseException | IllegalStateException e) {
      throw new IllegalArgumentException("token is malformed", e);
    }
  }

  JsonObject claims() {
    return claims;
  }

  /** A claim that is a text; empty when absent. */
  String text(String claim) {
    return claims.has(claim) ? claims.get(claim).getAsString() : "";
  }

  boolean isSignedWith(String secret) {
    return header.has("alg")
        && header.get("alg").getAsString().equals("HS256")
        && MessageDigest.isEqual(signature, mac(signed, secret));
  }

  private static byte[] mac(String signed, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes(secret), "HmacSHA256"));
      return mac.doFinal(bytes(signed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is part of every Java", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String decode(String part) {
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }
}
