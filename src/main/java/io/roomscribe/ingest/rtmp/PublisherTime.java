package io.roomscribe.ingest.rtmp;

/**
 * A publisher's timestamps as a time that begins with 0 and makes no leaps.
 *
 * <p>What is missing for up to {@value #LONGEST_HOLE_MS} ms stays a hole, which the decoder fills
 * with silence. A longer leap, or one back, becomes one frame: a decoder would fill hours at once
 * or swallow what follows, and the mixer places audio after an outage by when it arrives.
 *
 * <p>Threading: one thread.
 */
final class PublisherTime {

  static final int LONGEST_HOLE_MS = 2_000;

  /** AAC frames of 44.1 kHz last 23.2 ms. */
  private static final int FRAME_MS = 23;

  /** Timestamps may tremble, so far back is no leap. */
  private static final int TREMOR_MS = 100;

  private boolean begun;
  private int lastTimestamp;
  private long timeMs;

  /** The time of a tag; its timestamp wraps around at 2^32. */
  long at(int timestampMs) {
    int step = timestampMs - lastTimestamp;
    if (begun) {
      timeMs += step < -TREMOR_MS || step > LONGEST_HOLE_MS ? FRAME_MS : step;
    }
    begun = true;
    lastTimestamp = timestampMs;
    return Math.max(0, timeMs);
  }
}
