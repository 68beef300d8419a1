package io.roomscribe.audio;

/**
 * Finds how much later one recording carries the sound of another.
 *
 * <p>By normalised cross-correlation, once of loudness over time, which tells rhythms apart, and
 * then of waveforms around what that found.
 *
 * <p>Threading: stateless.
 */
final class LagSearch {
  /** Loudness below this is silence: codecs differ in how they code nothing. */
  private static final double FLOOR = 1e-6;

  /** A loudness that varies less, in powers of ten, has no rhythm. */
  private static final double LEAST_DEVIATION = 0.3;

  private static final int NEIGHBOURHOOD_FRAMES = 20;

  /** The largest lag that is looked for, either way. */
  static final int REACH_FRAMES = 400;

  private LagSearch() {}

  /**
   * The best match.
   *
   * @param lag by which the second recording is later
   * @param height of the correlation there, -1..1
   * @param runnerUp the highest correlation that is not near
   */
  record Match(int lag, double height, double runnerUp) {

    /** Nothing matches. */
    static final Match NONE = new Match(0, 0, 0);
  }

  /** Loudness as it is compared. */
  static double loudness(double energy) {
    return Math.log10(energy + FLOOR);
  }

  /**
   * Compares loudness, frame by frame.
   *
   * @param a one recording
   * @param b the other; its frame {@link #REACH_FRAMES} is of the time of the first's frame 0
   * @param begin the first frame of b that was recorded
   * @param leastOverlap frames that must be compared for a lag to count
   */
  static Match loudness(double[] a, double[] b, int begin, int leastOverlap) {
    Sums inA = new Sums(a);
    Sums inB = new Sums(b);
    double[] heights = new double[2 * REACH_FRAMES + 1];
    int best = 0;
    for (int shift = 0; shift < heights.length; shift++) {
      int from = Math.max(0, begin - shift);
      int overlap = Math.min(a.length, b.length - shift) - from;
      if (overlap >= leastOverlap) {
        double deviations = inA.deviation(from, overlap) * inB.deviation(from + shift, overlap);
        double means = inA.mean(from, overlap) * inB.mean(from + shift, overlap);
        double covariance = product(a, b, from, shift, overlap) / overlap - means;
        heights[shift] = deviations > 0 ? covariance / deviations : 0;
        best = heights[shift] > heights[best] ? shift : best;
      }
    }
    return new Match(best - REACH_FRAMES, heights[best], runnerUp(heights, best));
  }

  private static double runnerUp(double[] heights, int best) {
    double runnerUp = 0;
    for (int shift = 0; shift < heights.length; shift++) {
      if (Math.abs(shift - best) > NEIGHBOURHOOD_FRAMES) {
        runnerUp = Math.max(runnerUp, heights[shift]);
      }
    }
    return runnerUp;
  }

  /**
   * Compares waveforms.
   *
   * @param a one recording
   * @param b the other, {@code reach} samples longer on either side
   */
  static Match waveforms(float[] a, float[] b, int reach) {
    Match best = Match.NONE;
    double energyA = product(a, a, 0);
    double energyB = energy(b, a.length);
    for (int shift = 0; shift <= 2 * reach; shift++) {
      double height = product(a, b, shift) / Math.sqrt(energyA * energyB + 1);
      if (height > best.height) {
        best = new Match(shift - reach, height, 0);
      }
      if (shift < 2 * reach) {
        energyB += (double) b[shift + a.length] * b[shift + a.length];
        energyB -= (double) b[shift] * b[shift];
      }
    }
    return best;
  }

  private static double energy(float[] values, int length) {
    double energy = 0;
    for (int i = 0; i < length; i++) {
      energy += (double) values[i] * values[i];
    }
    return energy;
  }

  /** In four chains: 3 times as fast as one. */
  private static double product(float[] a, float[] b, int shift) {
    float s = 0, t = 0, u = 0, v = 0;
    int whole = a.length & -4;
    for (int i = 0; i < whole; i += 4) {
      s += a[i] * b[i + shift];
      t += a[i + 1] * b[i + 1 + shift];
      u += a[i + 2] * b[i + 2 + shift];
      v += a[i + 3] * b[i + 3 + shift];
    }
    for (int i = whole; i < a.length; i++) {
      s += a[i] * b[i + shift];
    }
    return (double) s + t + u + v;
  }

  private static double product(double[] a, double[] b, int from, int shift, int length) {
    double s = 0, t = 0, u = 0, v = 0;
    int end = from + length;
    int i = from;
    for (; i + 4 <= end; i += 4) {
      s += a[i] * b[i + shift];
      t += a[i + 1] * b[i + 1 + shift];
      u += a[i + 2] * b[i + 2 + shift];
      v += a[i + 3] * b[i + 3 + shift];
    }
    for (; i < end; i++) {
      s += a[i] * b[i + shift];
    }
    return s + t + u + v;
  }

  /** Running sums, so that the mean and deviation of any stretch cost nothing. */
  private static final class Sums {
    private final double[] values;
    private final double[] squares;

    Sums(double[] of) {
      values = new double[of.length + 1];
      squares = new double[of.length + 1];
      for (int i = 0; i < of.length; i++) {
        values[i + 1] = values[i] + of[i];
        squares[i + 1] = squares[i] + of[i] * of[i];
      }
    }

    double mean(int from, int length) {
      return (values[from + length] - values[from]) / length;
    }

    /** Zero if there is next to none. */
    double deviation(int from, int length) {
      double mean = mean(from, length);
      double variance = (squares[from + length] - squares[from]) / length - mean * mean;
      double deviation = Math.sqrt(Math.max(0, variance));
      return deviation < LEAST_DEVIATION ? 0 : deviation;
    }
  }
}
