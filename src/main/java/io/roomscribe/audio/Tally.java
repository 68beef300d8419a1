package io.roomscribe.audio;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what the mixer does with a track's samples.
 *
 * <p>Threading: {@link #add} on the mixing thread only; {@link #value} on any.
 */
final class Tally {
  private final AtomicLong count = new AtomicLong();

  /** Adds without the cost of an atomic read-modify-write: there is one writer. */
  void add(long samples) {
    count.setRelease(count.getPlain() + samples);
  }

  /** The sum so far. */
  long value() {
    return count.getAcquire();
  }
}
