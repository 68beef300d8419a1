package io.roomscribe.lanes;

import java.time.Instant;

/** The time; injected, so that tests can set it. Threading: safe from any thread. */
public interface Clock {

  /** Wall-clock time. */
  Instant now();

  /** A monotonic time in ns with an arbitrary zero; for durations only. */
  long nanoTime();
}
