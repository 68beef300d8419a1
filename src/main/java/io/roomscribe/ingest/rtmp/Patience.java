package io.roomscribe.ingest.rtmp;

import io.roomscribe.lanes.Clock;
import java.time.Duration;

/**
 * How long one connection may still keep us waiting for its peer.
 *
 * <p>A stranger has one deadline for everything up to its publication, however busy it keeps us; a
 * publisher has a new one for each wait, and none while we work on what it sent.
 *
 * <p>Threading: {@link #overdue} from any thread, the others on the connection's.
 */
final class Patience {

  private final Clock clock;
  private final Duration silence;
  private boolean publishing;
  private volatile boolean limited = true;
  private volatile long dueNs;

  Patience(Clock clock, RtmpLimits limits) {
    this.clock = clock;
    this.silence = limits.silence();
    this.dueNs = clock.nanoTime() + limits.publishWithin().toNanos();
  }

  /** The stranger became a publisher. */
  void publishes() {
    publishing = true;
    limited = false;
  }

  /** We begin to wait for the peer. */
  void waits() {
    if (publishing) {
      dueNs = clock.nanoTime() + silence.toNanos();
      limited = true;
    }
  }

  /** The peer did something. */
  void goesOn() {
    if (publishing) {
      limited = false;
    }
  }

  /** The peer is to be given up. */
  boolean overdue() {
    return limited && clock.nanoTime() - dueNs >= 0;
  }
}
