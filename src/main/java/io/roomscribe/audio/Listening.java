package io.roomscribe.audio;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * Compares what old captures put into the mix with what new ones receive, to learn how much later
 * the new ones carry the same sound.
 *
 * <p>Believed only if the loudness of at least 2.5 s matches well, everywhere within 4 s either way
 * was comparable, nothing else matches nearly as well, and the waveforms confirm it. A sound that
 * repeats itself is never believed.
 *
 * <p>Full: after {@link #MOST_FRAMES} nothing more is recorded.
 *
 * <p>Threading: confined to the mixing thread.
 */
final class Listening {
  /** Frames after which it has heard enough. */
  static final int MOST_FRAMES = 1_200;

  private static final int FRAME = Frame.WIRE_SAMPLES;
  private static final int REACH = LagSearch.REACH_FRAMES;
  private static final int LEAST_OVERLAP_FRAMES = 250;
  private static final int LEAST_FRAMES = REACH + LEAST_OVERLAP_FRAMES;
  private static final double LEAST_HEIGHT = 0.7;
  private static final double LEAST_LEAD = 0.15;
  private static final double LEAST_LIKENESS = 0.5;

  /** As long as a sound may be in one and not yet in the other, and a little more. */
  private static final int SILENCE_FRAMES = REACH + 20;

  private static final int WINDOW_FRAMES = 200;
  private static final int WINDOW_STEP_FRAMES = 50;
  private static final int COARSE = 12;
  private static final int COARSE_REACH = Frame.wireSamples(20);
  private static final int FINE_REACH = 8;

  private final OldSound old;
  private final NewSound recent;
  private final long beganAt;
  private final SpeechDetector oldSpeech = new SpeechDetector();
  private final SpeechDetector newSpeech = new SpeechDetector();
  private int silentFrames;

  /** Listens from a position on. */
  Listening(List<TrackPlacement> from, List<Newcomer> to, long beganAt) {
    this.old = new OldSound(from, MOST_FRAMES);
    this.recent = new NewSound(to, 2 * MOST_FRAMES);
    this.beganAt = beganAt;
  }

  /** Takes notice of the frame that was pulled last, and whether all of it had arrived. */
  void record(long position, boolean complete) {
    old.record();
    recent.record();
    oldSpeech.accept(old.energy());
    newSpeech.accept(recent.energy(position - FRAME));
    boolean silent = !oldSpeech.isSpeaking() && !newSpeech.isSpeaking();
    silentFrames = silent && complete && recent.hasArrived(position) ? silentFrames + 1 : 0;
  }

  /** Frames recorded. */
  int frames() {
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

  /** How much later than in the old captures a sound has its natural place in the new ones. */
  OptionalLong lag() {
    if (frames() < LEAST_FRAMES) {
      return OptionalLong.empty();
    }
    LagSearch.Match match = matchOfLoudness();
    if (match.height() < LEAST_HEIGHT || match.height() - match.runnerUp() < LEAST_LEAD) {
      return OptionalLong.empty();
    }
    return refined(match.lag());
  }

  private LagSearch.Match matchOfLoudness() {
    double[] a = new double[frames()];
    for (int i = 0; i < a.length; i++) {
      a[i] = LagSearch.loudness(old.energies()[i]);
    }
    double[] b = new double[a.length + REACH];
    long first = beganAt - (long) REACH * FRAME;
    for (int i = 0; i < b.length; i++) {
      b[i] = LagSearch.loudness(recent.energy(first + (long) i * FRAME));
    }
    long begin = Math.max(0, (recent.beginning() - first + FRAME - 1) / FRAME);
    return LagSearch.loudness(a, b, (int) Math.min(begin, b.length), LEAST_OVERLAP_FRAMES);
  }

  private OptionalLong refined(int lagFrames) {
    int window = window(frames() - Math.max(0, lagFrames) - WINDOW_FRAMES);
    long lag = (long) lagFrames * FRAME;
    float[] a = new float[WINDOW_FRAMES * FRAME];
    old.copy(window * FRAME, a);
    float[] b = new float[a.length + 2 * COARSE_REACH];
    recent.copy(beganAt + (long) window * FRAME + lag - COARSE_REACH, b);
    LagSearch.Match coarse = LagSearch.waveforms(thinned(a), thinned(b), COARSE_REACH / COARSE);
    if (coarse.height() < LEAST_LIKENESS) {
      return OptionalLong.empty();
    }
    int near = COARSE_REACH + coarse.lag() * COARSE - FINE_REACH;
    int from = Math.max(0, Math.min(b.length - a.length - 2 * FINE_REACH, near));
    float[] c = Arrays.copyOfRange(b, from, from + a.length + 2 * FINE_REACH);
    int fine = LagSearch.waveforms(a, c, FINE_REACH).lag();
    return OptionalLong.of(lag + from + FINE_REACH - COARSE_REACH + fine);
  }

  /** Where the latest loud stretch begins: what is heard last shows best where to go on. */
  private int window(int latest) {
    double most = 0;
    for (int from = latest; from >= 0; from -= WINDOW_STEP_FRAMES) {
      most = Math.max(most, energy(from));
    }
    int from = latest;
    while (from >= WINDOW_STEP_FRAMES && energy(from) < most / 4) {
      from -= WINDOW_STEP_FRAMES;
    }
    return from;
  }

  private double energy(int from) {
    double energy = 0;
    for (int i = from; i < from + WINDOW_FRAMES; i++) {
      energy += old.energies()[i];
    }
    return energy;
  }

  /** One of so many samples, which suffices for voices, without the mean. */
  private static float[] thinned(float[] samples) {
    float[] thinned = new float[samples.length / COARSE];
    double mean = 0;
    for (int i = 0; i < thinned.length; i++) {
      for (int s = 0; s < COARSE; s++) {
        thinned[i] += samples[i * COARSE + s] / COARSE;
      }
      mean += thinned[i] / thinned.length;
    }
    for (int i = 0; i < thinned.length; i++) {
      thinned[i] -= (float) mean;
    }
    return thinned;
  }
}
