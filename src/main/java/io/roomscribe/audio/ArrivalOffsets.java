package io.roomscribe.audio;

import java.util.Arrays;

/**
 * Where on the session clock a track's samples belong, told from when they arrived.
 *
 * <p>The wire has no timestamps. A sample's offset is its arrival's position less its number; the
 * source's clock is the least of them, since the network only ever delays. Two such minima are
 * kept:
 *
 * <ul>
 *   <li>{@link #steady}: over 4 s during which audio arrived (a stall does not age it). It shows
 *       the source's clock through jitter; at 200 ppm it lags 0.8 ms. After a loss it takes 4 s to
 *       believe that the lost audio will not come in a burst.
 *   <li>{@link #recent}: over the last 0.1 to 0.2 s. It shows how late the audio is that is coming
 *       in now.
 * </ul>
 *
 * <p>Units: samples at 48 kHz; positions count from the session's start.
 *
 * <p>Threading: {@link #arrived} on the track's writing thread; the rest on any thread.
 */
final class ArrivalOffsets {
  private static final long STEADY_BUCKET_NS = 500_000_000;
  private static final int STEADY_BUCKETS = 8;
  private static final long RECENT_BUCKET_NS = 100_000_000;

  private final long startNs;
  private final long[] buckets = new long[STEADY_BUCKETS];
  private int bucket;
  private long bucketAgeNs;
  private long lastNs;
  private long recentSinceNs;
  private long recentCurrent;
  private long recentPrevious = Long.MAX_VALUE;
  private volatile long steady;
  private volatile long recent;
  private volatile boolean known;

  /** Offsets to a session clock whose zero is at startNs. */
  ArrivalOffsets(long startNs) {
    this.startNs = startNs;
    Arrays.fill(buckets, Long.MAX_VALUE);
  }

  /** Notes that a message arrived whose first sample has this number. */
  void arrived(long nowNs, long sample) {
    long offset = position(nowNs) - sample;
    if (!known) {
      lastNs = nowNs;
      recentSinceNs = nowNs;
      recentCurrent = offset;
    }
    noteSteady(nowNs, offset);
    noteRecent(nowNs, offset);
    lastNs = nowNs;
    known = true;
  }

  /** Whether anything has arrived. */
  boolean areKnown() {
    return known;
  }

  /** The source's clock. */
  long steady() {
    return steady;
  }

  /** What the latest arrivals say. */
  long recent() {
    return recent;
  }

  private long position(long nowNs) {
    return (nowNs - startNs) * (Frame.WIRE_RATE_HZ / 1_000) / 1_000_000;
  }

  private void noteSteady(long nowNs, long offset) {
    bucketAgeNs += Math.max(0, Math.min(nowNs - lastNs, RECENT_BUCKET_NS));
    if (bucketAgeNs >= STEADY_BUCKET_NS) {
      bucketAgeNs -= STEADY_BUCKET_NS;
      bucket = (bucket + 1) % STEADY_BUCKETS;
      buckets[bucket] = Long.MAX_VALUE;
    }
    buckets[bucket] = Math.min(buckets[bucket], offset);
    long least = offset;
    for (long minimum : buckets) {
      least = Math.min(least, minimum);
    }
    steady = least;
  }

  private void noteRecent(long nowNs, long offset) {
    long ageNs = nowNs - recentSinceNs;
    if (ageNs >= RECENT_BUCKET_NS) {
      recentPrevious = ageNs >= 2 * RECENT_BUCKET_NS ? Long.MAX_VALUE : recentCurrent;
      recentCurrent = offset;
      recentSinceNs = nowNs;
    }
    recentCurrent = Math.min(recentCurrent, offset);
    recent = Math.min(recentPrevious, recentCurrent);
  }
}
