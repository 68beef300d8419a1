package io.roomscribe.audio;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Compares what old captures put into the mix with what new ones receive, to learn how much later
 * the new ones carry the same sound.
 *
 * <p>It searches ({@link LagSearch}) once everything within 4 s either way can be compared, and
 * again each half second.
 *
 * <p>Full: after {@link #MOST_FRAMES} nothing more is recorded.
 *
 * <p>Threading: confined to the mixing thread.
 */
final class Listening {
  /** Frames after which it has heard enough. */
  static final int MOST_FRAMES = 1_200;

  private static final int FRAME = Frame.WIRE_SAMPLES;
  private static final int REACH = LoudnessSearch.REACH;
  private static final int LEAST_FRAMES = REACH + LagSearch.LEAST_OVERLAP_FRAMES;
  private static final int FRAMES_BETWEEN_SEARCHES = 50;

  /**
   * As long as a sound may be in one and not yet in the other, and a little more, because what the
   * new ones held at first is not listened to at once.
   */
  private static final int SILENCE_FRAMES = REACH + 50;

  private final OldSound old;
  private final NewSound recent;
  private final long beganAt;
  private final HandOver.Expectation expected;
  private final SpeechDetector oldSpeech = new SpeechDetector();
  private final SpeechDetector newSpeech = new SpeechDetector();
  private int silentFrames;
  private @Nullable LagSearch search;
  private int searchedFrames;
  private OptionalLong lag = OptionalLong.empty();

  /** Listens from a position on. */
  Listening(
      List<TrackPlacement> from, List<Newcomer> to, long beganAt, HandOver.Expectation expected) {
    this.old = new OldSound(from, MOST_FRAMES);
    this.recent = new NewSound(to, 2 * MOST_FRAMES);
    this.beganAt = beganAt;
    this.expected = expected;
  }

  /** Takes notice of the frame that was pulled last, and whether all of it had arrived. */
  void record(long position, boolean complete) {
    if (search == null) {
      recent.reckon();
    }
    old.record();
    recent.record();
    oldSpeech.accept(old.energy());
    newSpeech.accept(recent.energy(position - FRAME));
    boolean silent = !oldSpeech.isSpeaking() && !newSpeech.isSpeaking();
    silentFrames = silent && complete && recent.hasArrived(position) ? silentFrames + 1 : 0;
  }

  private int frames() {
    return old.frames();
  }

  /** Whether both were silent for so long that nothing can be on its way in one of them. */
  boolean isSilence() {
    return silentFrames >= SILENCE_FRAMES;
  }

  /** The loudness of the old captures in the frame that was pulled last. */
  double energy() {
    return old.energy();
  }

  /** The energy below which the old captures were for a share of the time. */
  double energyBelow(double share) {
    double[] sorted = Arrays.copyOf(old.energies(), old.frames());
    Arrays.sort(sorted);
    return sorted[(int) (share * (sorted.length - 1))];
  }

  /** Searches on; at once to the end, if there is no time to lose. */
  void search(boolean atOnce) {
    int unsearched = frames() - searchedFrames;
    boolean isDue = atOnce || unsearched >= FRAMES_BETWEEN_SEARCHES || frames() == MOST_FRAMES;
    if (search == null && frames() >= LEAST_FRAMES && unsearched > 0 && isDue) {
      search = new LagSearch(old, recent, beganAt, expected);
      searchedFrames = frames();
    }
    while (search != null) {
      if (search.advance()) {
        lag = search.lag();
        search = null;
      } else if (!atOnce) {
        return;
      }
    }
  }

  /**
   * How much later than in the old captures a sound has its natural place in the new ones, as it
   * was reckoned for the search.
   */
  OptionalLong lag() {
    return lag;
  }

  /** Whether all that will be recorded has been searched. */
  boolean isExhausted() {
    return searchedFrames == MOST_FRAMES && search == null;
  }
}
