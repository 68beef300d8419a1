package io.roomscribe.rooms;

import io.roomscribe.security.CaptureTokens;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * The URLs that LiveKit's egress dials: {@code
 * ws(s)://host/egress/audio/{sessionId}/{trackId}?token=…}.
 *
 * <p>LiveKit shows them to everybody who may list egresses, and newer servers replace the query's
 * values: the token in the query is good for one connection, and the path alone tells whose egress
 * it is. Threading: stateless but for the tokens, safe from any thread.
 */
final class CaptureUrls {

  private final URI publicUrl;
  private final CaptureTokens tokens;

  CaptureUrls(URI publicUrl, CaptureTokens tokens) {
    this.publicUrl = publicUrl;
    this.tokens = tokens;
  }

  /** A new URL, good for one connection. */
  URI issue(String sessionId, String trackId, Instant now) {
    String token = tokens.issue(sessionId, trackId, now);
    return URI.create(prefix(sessionId, trackId) + "?token=" + token);
  }

  /** Whether the egress dials this session's URL for this track, of whatever token. */
  boolean isOf(String sessionId, String trackId, EgressState egress) {
    String url = egress.captureUrl();
    String path = prefix(sessionId, trackId);
    return url.equals(path) || url.startsWith(path + "?");
  }

  /** Whether the egress dials any URL of this session. */
  boolean isOf(String sessionId, EgressState egress) {
    return egress.captureUrl().startsWith(prefix(sessionId));
  }

  private String prefix(String sessionId, String trackId) {
    return prefix(sessionId) + URLEncoder.encode(trackId, StandardCharsets.UTF_8);
  }

  private String prefix(String sessionId) {
    String base = publicUrl.toString();
    String slash = base.endsWith("/") ? "" : "/";
    return base + slash + "egress/audio/" + sessionId + "/";
  }
}
