package io.roomscribe.it;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTCreator;
import com.auth0.jwt.algorithms.Algorithm;
import io.roomscribe.standin.livekit.LiveKitStandIn;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/** What the holder of LiveKit's API key signs: access tokens and webhooks. */
final class Signed {

  private Signed() {}

  /** An access token of a participant who may be in the room. */
  static String joining(LiveKitStandIn liveKit, String room) {
    return token(liveKit, Map.of("room", room, "roomJoin", true), Duration.ofMinutes(10));
  }

  /** An access token of the room's administrator. */
  static String administering(LiveKitStandIn liveKit, String room) {
    return token(liveKit, Map.of("room", room, "roomAdmin", true), Duration.ofMinutes(10));
  }

  /** An access token that is good for so long; no longer, when negative. */
  static String token(LiveKitStandIn liveKit, Map<String, Object> video, Duration lifetime) {
    return claims(liveKit, lifetime)
        .withSubject("ann")
        .withClaim("video", video)
        .sign(Algorithm.HMAC256(liveKit.apiSecret()));
  }

  /** An access token of everything, signed by somebody else. */
  static String forged(LiveKitStandIn liveKit, String room) {
    return claims(liveKit, Duration.ofMinutes(10))
        .withClaim("video", Map.of("room", room, "roomJoin", true, "roomAdmin", true))
        .sign(Algorithm.HMAC256("another-secret-of-32-characters-"));
  }

  /** The Authorization header of a webhook with this body. */
  static String webhook(LiveKitStandIn liveKit, String body, String secret) {
    return claims(liveKit, Duration.ofMinutes(5))
        .withClaim("sha256", Base64.getEncoder().encodeToString(sha256(body)))
        .sign(Algorithm.HMAC256(secret));
  }

  private static JWTCreator.Builder claims(LiveKitStandIn liveKit, Duration lifetime) {
    return JWT.create().withIssuer(liveKit.apiKey()).withExpiresAt(Instant.now().plus(lifetime));
  }

  private static byte[] sha256(String body) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }
}
