package io.roomscribe.security;

import java.time.Duration;
import java.time.Instant;

/** The tokens in capture URLs. */
public final class CaptureTokens {

  /** Tokens that may be presented within the lifetime. */
  public CaptureTokens(Duration lifetime) {
    throw new UnsupportedOperationException();
  }

  /** A new token, good for one connection of this track to this session. URL-safe text. */
  public String issue(String sessionId, String trackId, Instant now) {
    throw new UnsupportedOperationException();
  }

  /** Takes the token: true once, and only for the session and track it was issued for. */
  public boolean redeem(String sessionId, String trackId, String token, Instant now) {
    throw new UnsupportedOperationException();
  }
}
