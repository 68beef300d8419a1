package io.roomscribe.audio;

import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One search for the lag of new captures against old ones, in what was recorded of both when it
 * began: by loudness at first, then by waveforms at 4 kHz near what that found, then at 48 kHz.
 *
 * <p>Believed only if the loudness of at least 2.5 s matches well, nothing else matches nearly as
 * well, and the waveforms confirm it. A sound that repeats itself is not believed.
 *
 * <p>Work: spread over up to 60 frames by {@link #advance}, so that no block waits for it.
 *
 * <p>Threading: confined to the mixing thread.
 */
final class LagSearch {
  /** Frames that must be compared. */
  static final int LEAST_OVERLAP_FRAMES = 250;

  private static final int FRAME = Frame.WIRE_SAMPLES;
  private static final int REACH = LoudnessSearch.REACH;
  private static final double LEAST_HEIGHT = 0.7;
  private static final double LEAST_LEAD = 0.15;
  private static final double LEAST_LIKENESS = 0.5;
  private static final int WINDOW_FRAMES = 200;
  private static final int WINDOW_STEP_FRAMES = 50;
  private static final int COARSE = 12;
  private static final int COARSE_REACH = Frame.wireSamples(20);
  private static final int FINE_REACH = 8;

  private final OldSound old;
  private final NewSound recent;
  private final long beganAt;
  private final int frames;
  private final LoudnessSearch loudness;
  private float[] a = {};
  private float[] b = {};
  private long lagOfB;
  private @Nullable WaveformSearch coarse;
  private @Nullable WaveformSearch fine;
  private OptionalLong lag = OptionalLong.empty();

  /**
   * Begins a search in recordings, of which that of the old captures began at a position, for a lag
   * as it may be expected.
   */
  LagSearch(OldSound old, NewSound recent, long beganAt, HandOver.Expectation expected) {
    this.old = old;
    this.recent = recent;
    this.beganAt = beganAt;
    this.frames = old.frames();
    double[] before = new double[frames];
    for (int i = 0; i < frames; i++) {
      before[i] = LoudnessSearch.loudness(old.energies()[i]);
    }
    double[] after = new double[frames + REACH];
    long first = beganAt - (long) REACH * FRAME;
    for (int i = 0; i < after.length; i++) {
      after[i] = LoudnessSearch.loudness(recent.energy(first + (long) i * FRAME));
    }
    long begin = Math.max(0, (recent.beginning() - first + FRAME - 1) / FRAME);
    int within = (int) Math.min(begin, after.length);
    LoudnessSearch.Lags lags =
        new LoudnessSearch.Lags(
            (expected.lagMs() - expected.withinMs()) / Frame.MS,
            (expected.lagMs() + expected.withinMs()) / Frame.MS,
            LEAST_OVERLAP_FRAMES);
    this.loudness = new LoudnessSearch(before, after, within, lags);
  }

  /** Searches on; returns whether it is done. */
  boolean advance() {
    if (fine != null) {
      return fine.advance() && isFound(fine.match());
    }
    if (coarse != null) {
      return coarse.advance() && !isConfirmed(coarse.match());
    }
    return loudness.advance() && !isClear(loudness.match());
  }

  /** How much later than in the old captures a sound has its natural place in the new ones. */
  OptionalLong lag() {
    return lag;
  }

  private boolean isClear(LagMatch match) {
    if (match.height() < LEAST_HEIGHT || match.height() - match.runnerUp() < LEAST_LEAD) {
      return false;
    }
    int window = window(frames - Math.max(0, match.lag()) - WINDOW_FRAMES);
    lagOfB = (long) match.lag() * FRAME - COARSE_REACH;
    a = new float[WINDOW_FRAMES * FRAME];
    old.copy(window * FRAME, a);
    b = new float[a.length + 2 * COARSE_REACH];
    recent.copy(beganAt + (long) window * FRAME + lagOfB, b);
    coarse = new WaveformSearch(thinned(a), thinned(b), COARSE_REACH / COARSE);
    return true;
  }

  private boolean isConfirmed(LagMatch match) {
    if (match.height() < LEAST_LIKENESS) {
      return false;
    }
    int length = a.length + 2 * FINE_REACH;
    int near = COARSE_REACH + match.lag() * COARSE - FINE_REACH;
    int from = Math.max(0, Math.min(b.length - length, near));
    lagOfB += from;
    fine = new WaveformSearch(a, Arrays.copyOfRange(b, from, from + length), FINE_REACH);
    return true;
  }

  private boolean isFound(LagMatch match) {
    lag = OptionalLong.of(lagOfB + FINE_REACH + match.lag());
    return true;
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
