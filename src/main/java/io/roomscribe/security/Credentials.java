package io.roomscribe.security;

import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells who is asking from what the request brought along.
 *
 * <p>API keys are compared by digest and all of them every time, so that the time taken tells
 * nothing; there may be several, to change one without an outage. Threading: safe from any thread.
 */
final class Credentials {

  private static final String BEARER = "bearer ";

  private final List<byte[]> apiKeyDigests;
  private final Optional<LiveKitTokens> liveKitTokens;
  private final boolean demo;

  /**
   * The credentials that count.
   *
   * @param demo who brings no credential at all may do everything
   */
  Credentials(List<String> apiKeys, Optional<LiveKitTokens> liveKitTokens, boolean demo) {
    this.apiKeyDigests =
        apiKeys.stream().filter(key -> !key.isBlank()).map(Digests::sha256).toList();
    this.liveKitTokens = liveKitTokens;
    this.demo = demo;
  }

  /**
   * Who asks.
   *
   * @param apiKey the X-API-Key header
   * @param authorization the Authorization header
   * @throws RefusedException if neither is there, or the one that is does not hold
   */
  Caller identify(@Nullable String apiKey, @Nullable String authorization) throws RefusedException {
    if (apiKey != null) {
      return apiKeyHolder(apiKey);
    }
    if (authorization != null) {
      return bearer(authorization);
    }
    if (demo) {
      return new AllRooms("demo");
    }
    throw new RefusedException("A credential is required: an API key or a LiveKit access token.");
  }

  private Caller apiKeyHolder(String apiKey) throws RefusedException {
    if (!isApiKey(apiKey)) {
      throw new RefusedException("The API key is not one of ours.");
    }
    return new AllRooms("api-key");
  }

  private Caller bearer(String authorization) throws RefusedException {
    if (!authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      throw new RefusedException("Only the Bearer scheme is accepted in Authorization.");
    }
    String credential = authorization.substring(BEARER.length()).strip();
    if (isApiKey(credential)) {
      return new AllRooms("api-key");
    }
    if (liveKitTokens.isEmpty()) {
      throw new RefusedException("The credential is not one of ours.");
    }
    return liveKitTokens.get().caller(credential);
  }

  private boolean isApiKey(String presented) {
    byte[] digest = Digests.sha256(presented);
    boolean found = false;
    for (byte[] known : apiKeyDigests) {
      found |= MessageDigest.isEqual(known, digest);
    }
    return found;
  }
}
