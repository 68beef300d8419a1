package io.roomscribe.ingest.rtmp;

import io.roomscribe.lanes.Clock;
import java.time.Instant;

/** The machine's time, for tests with processes, which know no other. */
final class RealClock implements Clock {

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }
}
