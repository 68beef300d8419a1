package io.roomscribe.standin.livekit;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import livekit.LivekitEgress.StreamOutput;

/**
 * Where a stream output goes.
 *
 * <p>Source: livekit/egress pkg/config/urls.go, livekit/protocol utils/redact.go.
 *
 * @param redacted as EgressInfo shows it: an RTMP URL without its stream key, a WebSocket URL as it
 *     is
 */
record StreamUrl(Kind kind, String url, String redacted) {

  private static final Pattern RTMP = Pattern.compile("^(rtmps?://)(.*/)(.*/)(\\S*)( live=1)?$");
  private static final Map<String, Kind> KINDS =
      Map.of(
          "rtmp", Kind.RTMP,
          "rtmps", Kind.RTMP,
          "mux", Kind.RTMP,
          "twitch", Kind.RTMP,
          "srt", Kind.SRT,
          "ws", Kind.WEBSOCKET,
          "wss", Kind.WEBSOCKET);

  /** What a URL must be. */
  enum Kind {
    RTMP,
    SRT,
    WEBSOCKET
  }

  /** Takes a URL that must be of a kind. */
  static StreamUrl of(String url, Kind kind) {
    if (kindOf(url).filter(kind::equals).isEmpty()) {
      throw invalid(url, "invalid scheme");
    }
    return new StreamUrl(kind, url, kind == Kind.RTMP ? withoutKey(url) : url);
  }

  /** The kind that the scheme stands for; empty if for none. */
  static Optional<Kind> kindOf(String url) {
    try {
      String scheme = new URI(url.replaceFirst(" live=1$", "")).getScheme();
      return scheme == null ? Optional.empty() : Optional.ofNullable(KINDS.get(scheme));
    } catch (URISyntaxException e) {
      throw invalid(url, "parse \"" + url + "\": " + e.getReason());
    }
  }

  static TwirpException invalid(String url, String reason) {
    return TwirpException.wrapped(
        TwirpException.Code.INVALID_ARGUMENT, "invalid url " + url + ": " + reason);
  }

  /** Takes the stream key out of every URL that has one. */
  static void redactKeys(StreamOutput.Builder stream) {
    for (int i = 0; i < stream.getUrlsCount(); i++) {
      if (RTMP.matcher(stream.getUrls(i)).matches()) {
        stream.setUrls(i, withoutKey(stream.getUrls(i)));
      }
    }
  }

  private static String withoutKey(String url) {
    Matcher parts = RTMP.matcher(url);
    if (!parts.matches()) {
      throw invalid(
          url, "rtmp urls must be of format rtmp(s)://{host}(/{path})/{app}/{stream_key}( live=1)");
    }
    String live = parts.group(5) == null ? "" : parts.group(5);
    return parts.group(1) + parts.group(2) + parts.group(3) + redact(parts.group(4)) + live;
  }

  /** Up to three characters of either end, as many as a third of it. */
  private static String redact(String key) {
    int shown = Math.min(3, key.length() / 3);
    return "{" + key.substring(0, shown) + "..." + key.substring(key.length() - shown) + "}";
  }
}
