package io.roomscribe.audio;

import java.util.Arrays;

/**
 * Takes a frame from 48 to 16 kHz through a linear-phase low-pass.
 *
 * <p>Shape: in 480 sums of tracks, out 160 samples, unity gain, not yet limited to 16 bits. The
 * filter is a Kaiser-windowed sinc of 241 taps, flat to 7 kHz and 80 dB down from 8 kHz, evaluated
 * by phases: only the samples that are kept are computed.
 *
 * <p>Units: delays its input by exactly {@link #DELAY_SAMPLES} at 16 kHz.
 *
 * <p>Threading: confined to the mixing thread.
 */
final class Decimator {
  private static final int TAPS = 241;
  private static final double CUT_OFF_HZ = 7_500;

  /** Kaiser's shape for 80 dB: 0.1102 (80 - 8.7). */
  private static final double BETA = 7.857;

  /** The filter's delay at 16 kHz. */
  static final int DELAY_SAMPLES = (TAPS - 1) / 2 / Frame.DECIMATION;

  private static final int PHASES = Frame.DECIMATION;
  static final int TAPS_PER_PHASE = (TAPS + PHASES - 1) / PHASES;
  private static final float[][] COEFFICIENTS = byPhase(coefficients());

  private final float[][] phases = new float[PHASES][TAPS_PER_PHASE + Frame.MIX_SAMPLES];

  private final MixArithmetic arithmetic;

  /** A filter that has heard silence so far. */
  Decimator(MixArithmetic arithmetic) {
    this.arithmetic = arithmetic;
  }

  /** Filters one frame. */
  void process(MixSum frame, float[] out) {
    Arrays.fill(out, 0);
    for (int p = 0; p < PHASES; p++) {
      float[] phase = phases[p];
      System.arraycopy(phase, Frame.MIX_SAMPLES, phase, 0, TAPS_PER_PHASE);
      append(frame, p, phase);
      // Phase 0 begins at its newest sample, the others at the one before.
      arithmetic.filter(COEFFICIENTS[p], phase, p == 0 ? 1 : 0, out);
    }
  }

  /** Samples 3i + p, which are in turn in one half of the sum and in the other. */
  private static void append(MixSum frame, int p, float[] phase) {
    int[] here = frame.halfOf(p);
    int[] there = frame.halfOf(p + PHASES);
    int from = p / 2;
    int next = (p + PHASES) / 2;
    for (int i = 0; i < Frame.MIX_SAMPLES; i += 2) {
      phase[TAPS_PER_PHASE + i] = here[from];
      phase[TAPS_PER_PHASE + i + 1] = there[next];
      from += PHASES;
      next += PHASES;
    }
  }

  /**
   * Output i takes input 3i - tap: that is a sample of phase -tap mod 3. Each phase's taps are laid
   * out from the oldest sample to the newest.
   */
  private static float[][] byPhase(float[] coefficients) {
    float[][] byPhase = new float[PHASES][TAPS_PER_PHASE];
    for (int tap = 0; tap < TAPS; tap++) {
      int phase = Math.floorMod(-tap, PHASES);
      byPhase[phase][TAPS_PER_PHASE - 1 - tap / PHASES] = coefficients[tap];
    }
    return byPhase;
  }

  private static float[] coefficients() {
    double[] taps = new double[TAPS];
    double middle = (TAPS - 1) / 2.0;
    double sum = 0;
    for (int i = 0; i < TAPS; i++) {
      double x = 2 * CUT_OFF_HZ / Frame.WIRE_RATE_HZ * (i - middle);
      double sinc = x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
      double fromMiddle = (i - middle) / middle;
      taps[i] = sinc * bessel(BETA * Math.sqrt(1 - fromMiddle * fromMiddle));
      sum += taps[i];
    }
    float[] scaled = new float[TAPS];
    for (int i = 0; i < TAPS; i++) {
      scaled[i] = (float) (taps[i] / sum);
    }
    return scaled;
  }

  /** The modified Bessel function of order zero, by its series. */
  private static double bessel(double x) {
    double sum = 1;
    double term = 1;
    for (int k = 1; term > sum * 1e-12; k++) {
      term *= (x / (2 * k)) * (x / (2 * k));
      sum += term;
    }
    return sum;
  }
}
