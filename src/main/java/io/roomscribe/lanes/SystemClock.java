package io.roomscribe.lanes;

import jakarta.enterprise.context.Dependent;
import java.time.Instant;

/**
 * The machine's clocks. Dependent, since it keeps nothing and is asked for each message of a track:
 * the proxy of a wider scope would cost more than the time.
 */
@Dependent
class SystemClock implements Clock {

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }
}
