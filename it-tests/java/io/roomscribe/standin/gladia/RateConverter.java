package io.roomscribe.standin.gladia;

import java.util.Arrays;

/**
 * Changes the sample rate of a stream by windowed-sinc interpolation (Hann, 16 zero crossings to
 * either side of the lower rate), delay compensated apart from the samples that it must wait for.
 *
 * <p>Units: samples of s16 scale. Threading: confined to one thread.
 */
final class RateConverter {

  private static final int CROSSINGS = 16;

  private final boolean same;
  private final double step;
  private final double cutOff;
  private final int reach;
  private double[] kept;
  private double position;

  RateConverter(int fromHz, int toHz) {
    same = fromHz == toHz;
    step = (double) fromHz / toHz;
    cutOff = 0.95 * Math.min(1, 1 / step);
    reach = (int) Math.ceil(CROSSINGS / cutOff);
    kept = new double[reach];
    position = reach;
  }

  /** The samples at the new rate that these complete. */
  short[] convert(double[] samples) {
    if (same) {
      return rounded(samples, samples.length);
    }
    int before = kept.length;
    kept = Arrays.copyOf(kept, before + samples.length);
    System.arraycopy(samples, 0, kept, before, samples.length);
    double[] converted = new double[(int) (samples.length / step) + 2];
    int count = 0;
    while (position + reach < kept.length) {
      converted[count++] = at(position);
      position += step;
    }
    int done = Math.max(0, (int) position - reach);
    kept = Arrays.copyOfRange(kept, done, kept.length);
    position -= done;
    return rounded(converted, count);
  }

  private double at(double centre) {
    int first = Math.max(0, (int) Math.ceil(centre - reach));
    double sum = 0;
    for (int i = first; i <= centre + reach && i < kept.length; i++) {
      double distance = i - centre;
      double x = Math.PI * cutOff * distance;
      double sinc = Math.abs(x) < 1e-9 ? 1 : Math.sin(x) / x;
      sum += kept[i] * cutOff * sinc * (0.5 + 0.5 * Math.cos(Math.PI * distance / reach));
    }
    return sum;
  }

  private static short[] rounded(double[] samples, int count) {
    short[] rounded = new short[count];
    for (int i = 0; i < count; i++) {
      long whole = Math.round(samples[i]);
      rounded[i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, whole));
    }
    return rounded;
  }
}
