package io.roomscribe.lanes;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Growing pauses between attempts: the pause doubles from {@code first} up to {@code longest}, with
 * up to a fifth of jitter so that many waiters do not knock together.
 *
 * <p>Threading: confined to its owner's lane.
 */
public final class BackOff {

  private final Duration first;
  private final Duration longest;
  private int attempts;

  /** Starts over at the first pause. */
  public BackOff(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
  }

  /** The pause before the next attempt; each call makes the following one longer. */
  public Duration next() {
    long doubled = first.toMillis() << Math.min(attempts, 20);
    attempts++;
    long pauseMs = Math.min(doubled, longest.toMillis());
    long jitterMs = ThreadLocalRandom.current().nextLong(pauseMs / 5 + 1);
    return Duration.ofMillis(pauseMs - jitterMs);
  }

  /** An attempt succeeded and held: the next pause is the first again. */
  public void reset() {
    attempts = 0;
  }

  /** Attempts since the last success. */
  public int attempts() {
    return attempts;
  }
}
