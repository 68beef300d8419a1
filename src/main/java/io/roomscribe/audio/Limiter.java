package io.roomscribe.audio;

import java.util.Arrays;

/**
 * Brings the sum of voices within 16 bits by turning it down ahead of its peaks.
 *
 * <p>Shape: in frames of 160 samples of any size, out as many s16 that never exceed {@link
 * #CEILING}; nothing is clipped. A sum that stays below the ceiling passes unchanged.
 *
 * <p>Why it holds: a sample's gain is the mean of 121 values, each of them no more than the least
 * gain that any of the 121 samples following its own needs, and each of these stretches contains
 * the sample. Gains are integers, so the running mean is exact and returns to exactly 1.
 *
 * <p>Units: delays its input by exactly {@link #DELAY_SAMPLES} at 16 kHz (7.5 ms); lets go with a
 * time constant of 128 ms.
 *
 * <p>Threading: confined to the mixing thread.
 */
final class Limiter {
  /** The largest magnitude that comes out, 0.2 dB below full scale. */
  static final int CEILING = 32_000;

  /** The look-ahead. */
  static final int DELAY_SAMPLES = 120;

  private static final int WINDOW = DELAY_SAMPLES + 1;
  private static final int UNITY = 1 << 30;
  private static final long UNITY_SUM = (long) WINDOW * UNITY;
  private static final double PER_UNITY_SUM = 1.0 / UNITY_SUM;
  private static final int RELEASE_SHIFT = 11;

  private final float[] samples = new float[WINDOW];
  private final int[] needed = new int[WINDOW];
  private final int[] gains = new int[WINDOW];
  private long gainSum = UNITY_SUM;
  private int gain = UNITY;
  private int at;
  private int loudFor;

  /** Starts at unity. */
  Limiter() {
    Arrays.fill(needed, UNITY);
    Arrays.fill(gains, UNITY);
  }

  /** Limits one frame into out from offset. */
  void process(float[] frame, short[] out, int offset) {
    for (int i = 0; i < Frame.MIX_SAMPLES; i++) {
      out[offset + i] = next(frame[i]);
    }
  }

  private short next(float sample) {
    samples[at] = sample;
    needed[at] = neededFor(sample);
    loudFor = needed[at] < UNITY ? WINDOW : Math.max(0, loudFor - 1);
    int released = gain + Math.min(UNITY - gain, ((UNITY - gain) >> RELEASE_SHIFT) + 1);
    gain = loudFor == 0 ? released : Math.min(released, least());
    gainSum += gain - gains[at];
    gains[at] = gain;
    at = at + 1 == WINDOW ? 0 : at + 1;
    return rounded(gainSum == UNITY_SUM ? samples[at] : samples[at] * (gainSum * PER_UNITY_SUM));
  }

  private static short rounded(double sample) {
    return (short) (sample < 0 ? sample - 0.5 : sample + 0.5);
  }

  private static int neededFor(float sample) {
    float magnitude = Math.abs(sample);
    return magnitude <= CEILING ? UNITY : (int) (UNITY * (CEILING / (double) magnitude));
  }

  private int least() {
    int least = UNITY;
    for (int value : needed) {
      least = Math.min(least, value);
    }
    return least;
  }
}
