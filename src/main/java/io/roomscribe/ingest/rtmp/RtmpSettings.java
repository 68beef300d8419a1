package io.roomscribe.ingest.rtmp;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The settings of receiving RTMP; each is explained in microprofile-config.properties.
 *
 * <p>Dependent, because its fields are read directly: a client proxy would show its own, empty
 * ones.
 */
@Dependent
public class RtmpSettings {

  /** Who receives what LiveKit publishes. */
  enum Mode {
    /** We do, on a port of our own. */
    EMBEDDED,
    /** A server that we pull from. */
    RELAY,
    /** Nobody. */
    OFF
  }

  private static final int STRANGERS = 64;
  private static final Duration PUBLISH_WITHIN = Duration.ofSeconds(10);

  /** An AAC frame has 8 kB at most; others may put several in one. */
  private static final int LARGEST_MESSAGE = 256 * 1024;

  @Inject
  @ConfigProperty(name = "roomscribe.rtmp.mode")
  String mode;

  @Inject
  @ConfigProperty(name = "roomscribe.rtmp.public-url")
  URI publicUrl;

  @Inject
  @ConfigProperty(name = "roomscribe.rtmp.listen")
  String listen;

  @Inject
  @ConfigProperty(name = "roomscribe.rtmp.relay-url")
  URI relayUrl;

  @Inject
  @ConfigProperty(name = "roomscribe.rtmp.ffmpeg")
  String ffmpeg;

  @Inject
  @ConfigProperty(name = "roomscribe.rtmp.ffmpeg-patience")
  Duration ffmpegPatience;

  @Inject
  @ConfigProperty(name = "roomscribe.rtmp.silence")
  Duration silence;

  @Inject
  @ConfigProperty(name = "roomscribe.rooms.max-sessions")
  int maxSessions;

  @Inject
  @ConfigProperty(name = "roomscribe.ingest.public-url")
  URI ingestUrl;

  /**
   * Why LiveKit cannot reach what is set; empty when it may. Where it reaches the WebSockets at a
   * host of their own it is not on this machine, so the RTMP default would lead it to itself.
   */
  String obstacle() {
    boolean isLeftOut = isLocalhost(publicUrl) && !isLocalhost(ingestUrl);
    return isLeftOut
        ? "LiveKit reaches this node at "
            + ingestUrl.getHost()
            + " (roomscribe.ingest.public-url), but roomscribe.rtmp.public-url still is localhost."
        : "";
  }

  private static boolean isLocalhost(URI url) {
    String host = String.valueOf(url.getHost());
    return host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.");
  }

  RtmpNode.Setup setup() {
    RtmpLimits limits =
        new RtmpLimits(maxSessions, STRANGERS, PUBLISH_WITHIN, silence, LARGEST_MESSAGE);
    return new RtmpNode.Setup(
        Mode.valueOf(mode.toUpperCase(Locale.ROOT)),
        withoutSlash(publicUrl),
        address(listen),
        withoutSlash(relayUrl),
        ffmpeg,
        ffmpegPatience,
        limits);
  }

  /** The address of {@code port}, {@code host:port} or {@code [ipv6]:port}. */
  static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    int port = Integer.parseInt(text.substring(colon + 1));
    if (colon < 0) {
      return new InetSocketAddress(port);
    }
    String host = text.substring(0, colon);
    boolean isBracketed = host.startsWith("[") && host.endsWith("]");
    return new InetSocketAddress(isBracketed ? host.substring(1, host.length() - 1) : host, port);
  }

  private static URI withoutSlash(URI url) {
    return URI.create(url.toString().replaceAll("/+$", ""));
  }
}
