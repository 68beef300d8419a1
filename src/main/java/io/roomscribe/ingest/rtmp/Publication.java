package io.roomscribe.ingest.rtmp;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a publisher asks for: {@code rtmp://host:port/app/streamName?key=…}.
 *
 * @param app the path between the host and the stream's name, without slashes at its ends
 * @param streamName the last part of the path, without the query; in ours, the session's id
 * @param key the query's {@code key}, as it was sent; empty when there is none
 * @param from who connected
 */
public record Publication(String app, String streamName, String key, InetAddress from) {

  /** Nothing that could break a log line, and no query gone astray with a key in it. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  private static final Pattern APP = Pattern.compile("[A-Za-z0-9._/-]{0,128}");
  private static final Pattern KEY = Pattern.compile("(?:^|&)key=([^&]*)");

  /**
   * Takes apart what the commands {@code connect} and {@code publish} carried. The query comes with
   * the name, as GStreamer, FFmpeg and OBS send it, else with the application.
   *
   * @return empty when the names are none that we would have given
   */
  static Optional<Publication> of(String app, String name, InetAddress from) {
    String bareApp = beforeQuery(app).replaceAll("^/+|/+$", "");
    String bareName = beforeQuery(name);
    if (!APP.matcher(bareApp).matches() || !NAME.matcher(bareName).matches()) {
      return Optional.empty();
    }
    String query = name.contains("?") ? query(name) : query(app);
    return Optional.of(new Publication(bareApp, bareName, key(query), from));
  }

  /** What is published, whoever publishes it. */
  String stream() {
    return app + "/" + streamName;
  }

  private static String beforeQuery(String text) {
    int mark = text.indexOf('?');
    return mark < 0 ? text : text.substring(0, mark);
  }

  private static String query(String text) {
    return text.substring(text.indexOf('?') + 1);
  }

  private static String key(String query) {
    var found = KEY.matcher(query);
    return found.find() ? found.group(1) : "";
  }

  /** Without the key, so that it can be logged. */
  @Override
  public String toString() {
    return "app=" + app + " stream=" + streamName + " from=" + from.getHostAddress();
  }
}
