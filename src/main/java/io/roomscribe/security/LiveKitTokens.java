package io.roomscribe.security;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.JWTVerifier.BaseVerification;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.IncorrectClaimException;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.auth0.jwt.exceptions.TokenExpiredException;
import com.auth0.jwt.interfaces.DecodedJWT;
import com.auth0.jwt.interfaces.Verification;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;

/**
 * Checks what LiveKit's API key signed: access tokens and the signatures of webhooks.
 *
 * <p>Both are JWTs signed HS256 with the API secret, issued by the API key; a webhook's carries the
 * SHA-256 of the body it came with. Clocks may differ by {@link #LEEWAY}: LiveKit sets {@code nbf}
 * to its own now, and a server whose clock is a second ahead must not lose its webhooks.
 *
 * <p>Threading: safe from any thread. Source: livekit/protocol auth/accesstoken.go, auth/grants.go,
 * webhook/verifier.go.
 */
public final class LiveKitTokens {

  private static final Duration LEEWAY = Duration.ofMinutes(1);
  private static final String BODY_DIGEST_CLAIM = "sha256";
  private static final String VIDEO_CLAIM = "video";

  private final JWTVerifier verifier;

  /**
   * Tokens of one API key.
   *
   * @param clock the wall clock that lifetimes are measured by
   */
  public LiveKitTokens(String apiKey, String apiSecret, InstantSource clock) {
    Verification rules =
        JWT.require(Algorithm.HMAC256(apiSecret))
            .withIssuer(apiKey)
            .withClaimPresence("exp")
            .acceptLeeway(LEEWAY.toSeconds());
    this.verifier = ((BaseVerification) rules).build(clock.withZone(ZoneOffset.UTC));
  }

  /**
   * Who holds this access token, and what it grants.
   *
   * @throws RefusedException if it was not signed by our key, or its time is over or has not come
   */
  public Caller caller(String token) throws RefusedException {
    DecodedJWT jwt = verified(token);
    Map<String, Object> video = jwt.getClaim(VIDEO_CLAIM).asMap();
    return VideoGrant.of(jwt.getSubject(), video == null ? Map.of() : video);
  }

  /**
   * Checks the signature of a webhook.
   *
   * @param signature the Authorization header, as it came
   * @param body as it came
   * @throws RefusedException if our key did not sign exactly this body, recently
   */
  public void checkWebhook(String signature, byte[] body) throws RefusedException {
    String claimed = verified(signature).getClaim(BODY_DIGEST_CLAIM).asString();
    String actual = Base64.getEncoder().encodeToString(Digests.sha256(body));
    if (claimed == null
        || !MessageDigest.isEqual(Digests.sha256(claimed), Digests.sha256(actual))) {
      throw new RefusedException("The signature is for another body.");
    }
  }

  private DecodedJWT verified(String token) throws RefusedException {
    try {
      return verifier.verify(token);
    } catch (TokenExpiredException e) {
      throw new RefusedException("The LiveKit token has expired.");
    } catch (IncorrectClaimException e) {
      throw new RefusedException(
          "nbf".equals(e.getClaimName()) || "iat".equals(e.getClaimName())
              ? "The LiveKit token is not valid yet; the clocks differ by more than a minute."
              : "The LiveKit token was issued by another API key.");
    } catch (JWTVerificationException e) {
      throw new RefusedException("This is not a LiveKit token signed with our API secret.");
    }
  }
}
