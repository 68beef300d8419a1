package io.roomscribe.standin.livekit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/**
 * Who may call: checks access tokens and their grants as livekit-server does.
 *
 * <p>Errors: {@link Refusal} for a bad token (its text is the whole body, HTTP 401); a missing
 * token or grant is Twirp {@code unauthenticated}.
 *
 * <p>Source: livekit/livekit pkg/service/auth.go, livekit/protocol auth/verifier.go (one minute of
 * leeway); texts of golang-jwt v5.
 */
final class AccessTokens {

  private static final String BEARER = "Bearer ";
  private static final long LEEWAY_SECONDS = 60;

  private final String apiKey;
  private final String apiSecret;

  AccessTokens(String apiKey, String apiSecret) {
    this.apiKey = apiKey;
    this.apiSecret = apiSecret;
  }

  String apiKey() {
    return apiKey;
  }

  /** The grants of a request's Authorization header, which may be null. */
  Grants grants(String authorization) {
    if (authorization == null || authorization.isEmpty()) {
      return new Grants(new JsonObject());
    }
    if (!authorization.startsWith(BEARER)) {
      throw new Refusal("invalid authorization header. Must start with " + BEARER);
    }
    String token = authorization.substring(BEARER.length());
    Jwt jwt;
    try {
      jwt = Jwt.parse(token);
    } catch (IllegalArgumentException e) {
      throw new Refusal("invalid authorization token");
    }
    if (!jwt.text("iss").equals(apiKey)) {
      throw new Refusal("invalid API key: " + jwt.text("iss"));
    }
    String defect = defect(jwt);
    if (!defect.isEmpty()) {
      throw new Refusal("invalid token: " + token + ", error: " + defect);
    }
    JsonElement video = jwt.claims().get("video");
    return new Grants(
        video != null && video.isJsonObject() ? video.getAsJsonObject() : new JsonObject());
  }

  private String defect(Jwt jwt) {
    if (!jwt.isSignedWith(apiSecret)) {
      return "token signature is invalid: signature is invalid";
    }
    long now = System.currentTimeMillis() / 1000;
    JsonObject claims = jwt.claims();
    if (claims.has("exp") && now > claims.get("exp").getAsLong() + LEEWAY_SECONDS) {
      return "token has invalid claims: token is expired";
    }
    if (claims.has("nbf") && now < claims.get("nbf").getAsLong() - LEEWAY_SECONDS) {
      return "token has invalid claims: token is not valid yet";
    }
    return "";
  }

  /** What a token allows: its {@code video} claim. */
  static final class Grants {

    private final JsonObject video;

    private Grants(JsonObject video) {
      this.video = video;
    }

    /** Asks for a plain grant such as {@code roomList}. */
    void require(String grant) {
      if (!is(grant)) {
        throw denied();
      }
    }

    /** Asks for {@code roomAdmin} in one room. */
    void requireAdmin(String room) {
      String granted = video.has("room") ? video.get("room").getAsString() : "";
      if (!is("roomAdmin") || !granted.equals(room)) {
        throw denied();
      }
    }

    private boolean is(String grant) {
      return video.has(grant) && video.get(grant).getAsBoolean();
    }

    private static TwirpException denied() {
      return new TwirpException(TwirpException.Code.UNAUTHENTICATED, "permissions denied");
    }
  }

  /** A token that is not believed; the message is the body of the 401 answer. */
  static final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Refusal(String message) {
      super(message);
    }
  }
}
