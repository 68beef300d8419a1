package io.roomscribe.audio;

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
  private static final int HISTORY = (TAPS - 1) / PHASES + 1;
  private static final float[] COEFFICIENTS = coefficients();

  private final float[][] phases = new float[PHASES][HISTORY + Frame.MIX_SAMPLES];

  /** Filters one frame. */
  void process(int[] frame, float[] out) {
    for (int p = 0; p < PHASES; p++) {
      float[] phase = phases[p];
      System.arraycopy(phase, Frame.MIX_SAMPLES, phase, 0, HISTORY);
      for (int i = 0; i < Frame.MIX_SAMPLES; i++) {
        phase[HISTORY + i] = frame[PHASES * i + p];
      }
    }
    for (int i = 0; i < Frame.MIX_SAMPLES; i++) {
      out[i] = 0;
    }
    for (int tap = 0; tap < TAPS; tap++) {
      // Output i takes input 3i - tap: that is phase -tap mod 3, as many steps back as it takes.
      int phase = Math.floorMod(-tap, PHASES);
      accumulate(COEFFICIENTS[tap], phases[phase], HISTORY - (tap + phase) / PHASES, out);
    }
  }

  /** Kept this plain so that the JIT compiler makes vector instructions of it. */
  private static void accumulate(float coefficient, float[] in, int offset, float[] out) {
    for (int i = 0; i < Frame.MIX_SAMPLES; i++) {
      out[i] += coefficient * in[offset + i];
    }
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
