package io.roomscribe.audio;

/**
 * Finds the rhythm of one recording in another, frame by frame, by normalised cross-correlation of
 * loudness over time.
 *
 * <p>Work: {@link #advance} compares a few of the 801 lags at a time, up to 12 s each.
 *
 * <p>Threading: confined to the mixing thread.
 */
final class LoudnessSearch {
  /** The largest lag that is looked for, either way. */
  static final int REACH = 400;

  private static final int LAGS = 2 * REACH + 1;
  private static final int LAGS_AT_A_TIME = 40;

  /** Loudness below this is silence: codecs differ in how they code nothing. */
  private static final double FLOOR = 1e-6;

  /** A loudness that varies less, in powers of ten, has no rhythm. */
  private static final double LEAST_DEVIATION = 0.3;

  private static final int NEIGHBOURHOOD = 20;

  private final double[] a;
  private final double[] b;
  private final Sums inA;
  private final Sums inB;
  private final int begin;
  private final int leastOverlap;
  private final double[] heights = new double[LAGS];
  private final int last;
  private int next;
  private int best;

  /**
   * Compares loudness.
   *
   * @param a one recording
   * @param b the other; its frame {@link #REACH} is of the time of the first's frame 0
   * @param begin the first frame of b that was recorded
   * @param lags that are looked at
   */
  LoudnessSearch(double[] a, double[] b, int begin, Lags lags) {
    this.a = a;
    this.b = b;
    this.inA = new Sums(a);
    this.inB = new Sums(b);
    this.begin = begin;
    this.leastOverlap = lags.leastOverlap();
    this.next = Math.max(0, lags.first() + REACH);
    this.last = Math.min(LAGS - 1, lags.last() + REACH);
    this.best = next;
  }

  /**
   * Which lags are looked at.
   *
   * @param first the least, in frames; negative where b is earlier
   * @param last the greatest
   * @param leastOverlap frames that must be compared for a lag to count
   */
  record Lags(int first, int last, int leastOverlap) {}

  /** Loudness as it is compared. */
  static double loudness(double energy) {
    return Math.log10(energy + FLOOR);
  }

  /** Compares on; returns whether all is compared. */
  boolean advance() {
    int end = Math.min(last + 1, next + LAGS_AT_A_TIME);
    for (; next < end; next++) {
      heights[next] = height(next);
      best = heights[next] > heights[best] ? next : best;
    }
    return next > last;
  }

  /** What was found. */
  LagMatch match() {
    double runnerUp = 0;
    for (int shift = 0; shift < LAGS; shift++) {
      if (Math.abs(shift - best) > NEIGHBOURHOOD) {
        runnerUp = Math.max(runnerUp, heights[shift]);
      }
    }
    return new LagMatch(best - REACH, heights[best], runnerUp);
  }

  private double height(int shift) {
    int from = Math.max(0, begin - shift);
    int overlap = Math.min(a.length, b.length - shift) - from;
    if (overlap < leastOverlap) {
      return 0;
    }
    double deviations = inA.deviation(from, overlap) * inB.deviation(from + shift, overlap);
    double means = inA.mean(from, overlap) * inB.mean(from + shift, overlap);
    double covariance = product(from, shift, overlap) / overlap - means;
    return deviations > 0 ? covariance / deviations : 0;
  }

  private double product(int from, int shift, int length) {
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
