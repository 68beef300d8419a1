package io.roomscribe.ingest.rtmp;

import java.time.Duration;

/**
 * What one listener puts up with.
 *
 * @param publishers how many may publish at once
 * @param strangers how many more connections may be open that do not publish yet
 * @param publishWithin from the connection to the accepted publication
 * @param silence without a byte from a publisher, after which it is taken for dead; also how long
 *     it may take to take an answer
 * @param messageBytes the longest audio message
 */
public record RtmpLimits(
    int publishers, int strangers, Duration publishWithin, Duration silence, int messageBytes) {

  /** Refuses what no publisher could live with. */
  public RtmpLimits {
    if (publishers < 1 || strangers < 1 || messageBytes < 1024) {
      throw new IllegalArgumentException("limits too low for any publisher");
    }
  }
}
