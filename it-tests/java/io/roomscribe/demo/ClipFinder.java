package io.roomscribe.demo;

import java.util.OptionalInt;

/**
 * Finds where a recorded clip is in a mix, by its sound alone: neither the server's word for it nor
 * the recogniser's is taken.
 *
 * <p>Shape: both are taken down to one sample a millisecond; the place is where they are most alike
 * (normalised cross-correlation), to the millisecond.
 *
 * <p>Units: s16 mono at 16 kHz in, ms out.
 */
final class ClipFinder {

  private static final int SAMPLES_PER_MS = 16;

  /** Others who speak at the same time lower it; what is not there stays under it. */
  private static final double LEAST_ALIKE = 0.4;

  private final float[] mix;

  /** Of the mix before each ms. */
  private final double[] energyBefore;

  ClipFinder(short[] mix16k) {
    mix = byMs(mix16k);
    energyBefore = energyBefore(mix);
  }

  /**
   * Where the clip's first sample is.
   *
   * @return empty if it begins nowhere between these times
   */
  OptionalInt beginMs(short[] clip16k, int fromMs, int toMs) {
    float[] clip = byMs(clip16k);
    double clipEnergy = energyBefore(clip)[clip.length];
    int last = Math.min(toMs, mix.length - clip.length);
    int best = -1;
    double mostAlike = LEAST_ALIKE;
    for (int at = Math.max(0, fromMs); at <= last; at++) {
      double sum = 0;
      for (int i = 0; i < clip.length; i++) {
        sum += clip[i] * mix[at + i];
      }
      double mixEnergy = energyBefore[at + clip.length] - energyBefore[at];
      double alike = sum / Math.sqrt(clipEnergy * mixEnergy + 1);
      if (alike > mostAlike) {
        mostAlike = alike;
        best = at;
      }
    }
    return best < 0 ? OptionalInt.empty() : OptionalInt.of(best);
  }

  private static double[] energyBefore(float[] samples) {
    double[] energy = new double[samples.length + 1];
    for (int i = 0; i < samples.length; i++) {
      energy[i + 1] = energy[i] + samples[i] * samples[i];
    }
    return energy;
  }

  private static float[] byMs(short[] samples) {
    float[] means = new float[samples.length / SAMPLES_PER_MS];
    for (int ms = 0; ms < means.length; ms++) {
      for (int i = 0; i < SAMPLES_PER_MS; i++) {
        means[ms] += samples[ms * SAMPLES_PER_MS + i] / (float) SAMPLES_PER_MS;
      }
    }
    return means;
  }
}
