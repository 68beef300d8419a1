package io.roomscribe.lanes;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** The machine's clocks. */
@ApplicationScoped
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
