package io.roomscribe.security;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The tokens in capture URLs. LiveKit's egress cannot send a credential in a header and shows the
 * whole URL in its events, so the token lives shortly, is good for one connection, and only for the
 * session and track it was issued for.
 *
 * <p>Shape: 192 random bits as 32 characters of base64url. Only SHA-256 digests are held, so that a
 * heap dump gives no token away and looking one up takes no time that depends on its characters.
 *
 * <p>Absent: at most {@value #CAPACITY} tokens wait at a time; when one more is issued the oldest
 * is forgotten, and the egress it was for will be refused and started anew.
 *
 * <p>Threading: safe from any thread.
 */
public final class CaptureTokens {

  private static final int CAPACITY = 4096;
  private static final int TOKEN_BYTES = 24;

  private final Duration lifetime;
  private final int capacity;
  private final SecureRandom random = new SecureRandom();
  private final ReentrantLock lock = new ReentrantLock();

  /** By digest, oldest first; as every token lives equally long, the first to expire is first. */
  @GuardedBy("lock")
  private final Map<String, Grant> grants = new LinkedHashMap<>();

  private record Grant(String sessionId, String trackId, Instant expiresAt) {}

  /** Tokens that may be presented within the lifetime. */
  public CaptureTokens(Duration lifetime) {
    this(lifetime, CAPACITY);
  }

  CaptureTokens(Duration lifetime, int capacity) {
    this.lifetime = lifetime;
    this.capacity = capacity;
  }

  /** A new token, good for one connection of this track to this session. URL-safe text. */
  public String issue(String sessionId, String trackId, Instant now) {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Grant grant = new Grant(sessionId, trackId, now.plus(lifetime));
    lock.lock();
    try {
      makeRoom(now);
      grants.put(key(token), grant);
    } finally {
      lock.unlock();
    }
    return token;
  }

  /**
   * Takes the token: true once, and only for the session and track it was issued for. A token that
   * turns up with another session or track has leaked and is spent too.
   */
  public boolean redeem(String sessionId, String trackId, String token, Instant now) {
    Grant grant;
    lock.lock();
    try {
      grant = grants.remove(key(token));
    } finally {
      lock.unlock();
    }
    return grant != null
        && now.isBefore(grant.expiresAt())
        && grant.sessionId().equals(sessionId)
        && grant.trackId().equals(trackId);
  }

  @GuardedBy("lock")
  private void makeRoom(Instant now) {
    Iterator<Grant> oldest = grants.values().iterator();
    while (oldest.hasNext()
        && (!now.isBefore(oldest.next().expiresAt()) || grants.size() >= capacity)) {
      oldest.remove();
    }
  }

  private static String key(String token) {
    return Base64.getEncoder().encodeToString(Digests.sha256(token));
  }
}
