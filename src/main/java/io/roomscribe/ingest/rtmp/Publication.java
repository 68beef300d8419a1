package io.roomscribe.ingest.rtmp;

import java.net.InetAddress;

/**
 * What a publisher asks for: {@code rtmp://host:port/app/streamName?key=…}.
 *
 * @param app the path between the host and the stream's name, without slashes at its ends
 * @param streamName the last part of the path, without the query; in ours, the session's id
 * @param key the query's {@code key}, as it was sent; empty when there is none
 * @param from who connected
 */
public record Publication(String app, String streamName, String key, InetAddress from) {

  /** Without the key, so that it can be logged. */
  @Override
  public String toString() {
    return "app=" + app + " stream=" + streamName + " from=" + from.getHostAddress();
  }
}
