package io.roomscribe.bench.ingest;

import java.util.Arrays;

/** Durations in ns, collected while recording. Threading: safe. */
final class Latencies {

  private long[] ns = new long[1_024];
  private int count;
  private int lost;
  private boolean recording;

  /** Forgets all and collects from now on. */
  synchronized void start() {
    count = 0;
    lost = 0;
    recording = true;
  }

  synchronized void stop() {
    recording = false;
  }

  synchronized void add(long durationNs) {
    if (!recording) {
      return;
    }
    if (count == ns.length) {
      ns = Arrays.copyOf(ns, 2 * count);
    }
    ns[count++] = durationNs;
  }

  synchronized void lost() {
    lost += recording ? 1 : 0;
  }

  synchronized int lostCount() {
    return lost;
  }

  synchronized int count() {
    return count;
  }

  /** The value that this share of all stays under, in ms; NaN if there is none. */
  synchronized double ms(double share) {
    if (count == 0) {
      return Double.NaN;
    }
    long[] sorted = Arrays.copyOf(ns, count);
    Arrays.sort(sorted);
    return sorted[Math.min(count - 1, (int) (share * count))] / 1e6;
  }
}
