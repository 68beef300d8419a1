package io.roomscribe.audio;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Captures of a room taking over from others that carry the same sound, without losing or doubling
 * any of it. How late either is against the other is not known beforehand.
 *
 * <p>Threading: confined to the mixing thread.
 */
public final class HandOver {

  /** How the cut was found. */
  public enum How {
    /** By listening: the same sound was recognised in both. */
    CORRELATED,
    /** Both had been silent for longer than one can be late against the other. */
    IN_SILENCE,
    /** It could not be heard: by the lag that was expected. */
    BY_DELAY,
    /** Not at all: all new captures ended before, and the old ones are still mixed. */
    ABANDONED
  }

  /**
   * What was done.
   *
   * @param cutAtSamples position at 16 kHz since the session began up to which the old captures are
   *     mixed
   * @param lagMs how much later than the old captures the new ones carry a sound. If positive there
   *     is a silence of this length; if negative the new ones are held back by it from now on
   * @param how how this was found
   */
  public record Report(long cutAtSamples, long lagMs, How how) {}

  private final List<TrackPlacement> from;
  private final List<Newcomer> to;
  private final long beganAt;
  private final long expectedLag;
  private @Nullable Report report;

  HandOver(List<TrackPlacement> from, List<Newcomer> to, long beganAt, long expectedLag) {
    this.from = from;
    this.to = to;
    this.beganAt = beganAt;
    this.expectedLag = expectedLag;
  }

  /** Whether the old captures are mixed no more; they may be ended. */
  public boolean isDone() {
    return report != null;
  }

  /**
   * What was done.
   *
   * @throws IllegalStateException if it is not done
   */
  public Report report() {
    if (report == null) {
      throw new IllegalStateException("the hand-over is going on");
    }
    return report;
  }

  /**
   * Looks at a frame of the old captures, which has been pulled but not summed.
   *
   * @return whether it is done
   */
  boolean advance(long position) {
    to.removeIf(newcomer -> newcomer.isGone());
    if (to.isEmpty()) {
      report = new Report(position / Frame.DECIMATION, 0, How.ABANDONED);
    } else if (to.stream().anyMatch(Newcomer::isPlaced)) {
      to.forEach(newcomer -> newcomer.align(expectedLag));
      cut(position, expectedLag, How.BY_DELAY);
    }
    return isDone();
  }

  private void cut(long position, long lag, How how) {
    long end = beganAt;
    for (TrackPlacement old : from) {
      end = Math.max(end, old.coveredTo());
    }
    for (TrackPlacement old : from) {
      old.leave((int) Math.max(0, end - position));
    }
    for (Newcomer newcomer : to) {
      newcomer.takeOver(end - CrossFade.SAMPLES);
    }
    report = new Report(end / Frame.DECIMATION, Math.round(lag / 48.0), how);
  }
}
