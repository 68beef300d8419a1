package io.roomscribe.lanes;

import java.time.Duration;
import java.time.Instant;

/** A clock that stands still until told otherwise. Threading: one test thread. */
public final class ManualClock implements Clock {

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private long nanoTime;

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public long nanoTime() {
    return nanoTime;
  }

  /** Moves both times on. */
  public void advance(Duration by) {
    now = now.plus(by);
    nanoTime += by.toNanos();
  }

  /** Somebody sets the wall clock back. */
  public void turnBack(Duration by) {
    now = now.minus(by);
  }
}
