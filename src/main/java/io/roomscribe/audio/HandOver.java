package io.roomscribe.audio;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Captures of a room taking over from others that carry the same sound, without losing or doubling
 * any of it. How late either is against the other is not known beforehand.
 *
 * <p>Course: it listens to both for 6.5 to 12 s ({@link Listening}), longer if the new captures
 * have not begun. Then, in the quietest moment of the following second, the old ones end. Where the
 * new ones are later there is silence until they have come to the same place; where they are
 * earlier they are held back from then on. If all old captures end before, the new ones follow at
 * once.
 *
 * <p>Absent: if none of the new captures ever begins the old ones go on. A new one that begins only
 * after the cut joins with what the old ones did not have. Of an old one that stalls, others are
 * mixed on; the new ones begin where the last of them stopped.
 *
 * <p>Work: spread over many frames, less than a millisecond each, unless the old captures end while
 * it listens: then a search, if possible by then, is done within the frame.
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

  private static final int FRAME = Frame.WIRE_SAMPLES;

  /** How long after the first new capture the others may begin and still be listened to. */
  private static final int GATHERING_FRAMES = 300;

  private static final int FRAMES_TO_FIND_A_PAUSE = 100;
  private static final double QUIETEST_SHARE = 0.05;

  private final List<TrackPlacement> from;
  private final List<Newcomer> to;
  private final long beganAt;
  private final Expectation expected;
  private @Nullable Listening listening;
  private @Nullable Finding finding;
  private int gatheringFrames;
  private int framesSinceFound;
  private @Nullable Report report;

  /** How much later than the old captures the new ones are, and how that is known. */
  private record Finding(long lag, How how) {}

  /**
   * How much later than the old captures the new ones carry a sound.
   *
   * @param lagMs what is taken if it cannot be heard; negative if earlier
   * @param withinMs by how much it may differ: only such lags are searched for, because people who
   *     take turns like clockwork sound alike at more than one
   */
  public record Expectation(int lagMs, int withinMs) {}

  /** Begins at a position. */
  HandOver(List<TrackPlacement> from, List<Newcomer> to, long beganAt, Expectation expected) {
    this.from = List.copyOf(from);
    this.to = new ArrayList<>(to);
    this.beganAt = beganAt;
    this.expected = expected;
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
   * @return whether nothing is left to do: the new captures are mixed
   */
  boolean advance(long position) {
    if (report != null) {
      return to.stream().allMatch(newcomer -> newcomer.isMixed() || !newcomer.isPlaced());
    }
    to.removeIf(Newcomer::isGone);
    if (to.isEmpty()) {
      report = new Report(position / Frame.DECIMATION, 0, How.ABANDONED);
      return true;
    }
    boolean isOver = from.stream().allMatch(TrackPlacement::isFinished);
    Listening heard = listening(position, isOver);
    if (heard != null) {
      heard.record(position, coveredTo() == position + FRAME);
      find(heard, isOver);
      cutIfQuiet(position, heard, isOver);
    }
    return false;
  }

  /** Begins to listen once the new captures have begun, or there is nothing to wait for. */
  private @Nullable Listening listening(long position, boolean isOver) {
    if (listening == null) {
      List<Newcomer> begun = to.stream().filter(Newcomer::isPlaced).toList();
      gatheringFrames += begun.isEmpty() ? 0 : 1;
      boolean isComplete = begun.size() == to.size() || gatheringFrames > GATHERING_FRAMES;
      if (!begun.isEmpty() && (isComplete || isOver)) {
        listening = new Listening(from, begun, position, expected);
      }
    }
    return listening;
  }

  private void find(Listening heard, boolean isOver) {
    if (finding != null) {
      framesSinceFound++;
    } else if (heard.isSilence()) {
      found(expectedLag(), How.IN_SILENCE);
    } else {
      heard.search(isOver);
      OptionalLong lag = heard.lag();
      if (lag.isPresent() && -lag.getAsLong() <= mostAhead()) {
        found(lag.getAsLong(), How.CORRELATED);
      } else if (isOver || heard.isExhausted()) {
        found(expectedLag(), How.BY_DELAY);
      }
    }
  }

  private long expectedLag() {
    return Frame.wireSamples(1) * (long) expected.lagMs();
  }

  /** From here on it is fixed which sample is to follow, however the estimates move. */
  private void found(long lag, How how) {
    long possible = Math.max(lag, -mostAhead());
    to.forEach(newcomer -> newcomer.align(possible));
    finding = new Finding(possible, how);
  }

  private long mostAhead() {
    long most = Long.MAX_VALUE;
    for (Newcomer newcomer : to) {
      most = Math.min(most, newcomer.placement().mostAhead());
    }
    return most;
  }

  /** Cuts where it is quiet; the longer none is found, the less quiet that need be. */
  private void cutIfQuiet(long position, Listening heard, boolean isOver) {
    if (finding == null) {
      return;
    }
    double waited = Math.min(1, (double) framesSinceFound / FRAMES_TO_FIND_A_PAUSE);
    double share = QUIETEST_SHARE + (1 - QUIETEST_SHARE) * waited * waited;
    boolean isQuiet = waited == 1 || heard.energy() <= heard.energyBelow(share);
    if (isOver || isQuiet || finding.how == How.IN_SILENCE) {
      cut(position, finding);
    }
  }

  private void cut(long position, Finding found) {
    long end = coveredTo();
    for (TrackPlacement old : from) {
      old.leave((int) Math.max(0, end - position));
    }
    for (Newcomer newcomer : to) {
      newcomer.takeOver(end - CrossFade.SAMPLES);
    }
    listening = null;
    long lagMs = Math.round((double) found.lag / Frame.wireSamples(1));
    report = new Report(end / Frame.DECIMATION, lagMs, found.how);
  }

  /** Where the latest sound of the old captures ends. */
  private long coveredTo() {
    long end = beganAt;
    for (TrackPlacement old : from) {
      end = Math.max(end, old.coveredTo());
    }
    return end;
  }
}
