package io.roomscribe.rooms;

import io.roomscribe.security.CaptureTokens;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;

/**
 * The URLs that LiveKit's egress dials: {@code
 * ws(s)://host/egress/audio/{sessionId}/{captureName}?token=…}, or the RTMP receiver's.
 *
 * <p>LiveKit shows them to everybody who may list egresses, and newer servers replace the query's
 * values: the token in the query is good for one connection, and the path alone tells whose egress
 * it is. An RTMP key is good as long as its capture. Of what follows an RTMP URL's last slash
 * LiveKit shows the first and last three characters only.
 *
 * <p>Threading: stateless but for the tokens, safe from any thread.
 */
final class CaptureUrls {

  private static final int KEY_BYTES = 24;
  private static final int SHOWN = 3;

  private final URI publicUrl;
  private final CaptureTokens tokens;
  private final RtmpReceiver receiver;
  private final SecureRandom random = new SecureRandom();

  CaptureUrls(URI publicUrl, CaptureTokens tokens, RtmpReceiver receiver) {
    this.publicUrl = publicUrl;
    this.tokens = tokens;
    this.receiver = receiver;
  }

  /** Why RTMP cannot be received now; empty when it can. */
  String rtmpObstacle() {
    return receiver.obstacle();
  }

  /** A new address for a capture. */
  Capture.Address issue(String sessionId, CaptureTarget target, Instant now) {
    if (target.kind() == CaptureTarget.Kind.RTMP) {
      byte[] bytes = new byte[KEY_BYTES];
      random.nextBytes(bytes);
      String key = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      return new Capture.Address(receiver.publishUrl(sessionId, key), key);
    }
    String token = tokens.issue(sessionId, target.name(), now);
    URI url = URI.create(prefix(sessionId, target.name()) + "?token=" + token);
    return new Capture.Address(url, token);
  }

  /** Whether the egress dials this capture, or with a WebSocket an earlier one of the same name. */
  boolean isOf(String sessionId, Capture capture, EgressState egress) {
    if (capture.target().kind() == CaptureTarget.Kind.RTMP) {
      return isPublishing(capture.url(), egress);
    }
    String path = prefix(sessionId, capture.target().name());
    return egress.captureUrl().equals(path) || egress.captureUrl().startsWith(path + "?");
  }

  /** Whether the egress dials any WebSocket URL of this session. */
  boolean isOf(String sessionId, EgressState egress) {
    return egress.captureUrl().startsWith(prefix(sessionId));
  }

  /** Whether the egress publishes to this URL, as far as LiveKit shows it. */
  boolean isPublishing(URI url, EgressState egress) {
    String whole = url.toString();
    String shown = egress.captureUrl();
    if (shown.equals(whole)) {
      return true;
    }
    String key = whole.substring(whole.lastIndexOf('/') + 1);
    return key.length() >= SHOWN
        && shown.startsWith(receiver.publicUrl().toString())
        && shown.endsWith(
            "{" + key.substring(0, SHOWN) + "..." + key.substring(key.length() - SHOWN) + "}");
  }

  private String prefix(String sessionId, String name) {
    return prefix(sessionId) + URLEncoder.encode(name, StandardCharsets.UTF_8);
  }

  private String prefix(String sessionId) {
    String base = publicUrl.toString();
    String slash = base.endsWith("/") ? "" : "/";
    return base + slash + "egress/audio/" + sessionId + "/";
  }
}
