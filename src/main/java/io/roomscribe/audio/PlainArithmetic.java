package io.roomscribe.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;

/**
 * Loops that HotSpot makes vectors of: over arrays of one type, four bytes wide, all at the same
 * index.
 *
 * <p>Why so: it does not vectorise adding shorts to ints, so two samples are copied as one int and
 * parted there (2.8 times as fast on JDK 17); nor a loop that reads floats at another index than it
 * writes them, so the sums move along the inputs, and those are laid out three times, a sample
 * apart, for three taps at a time.
 */
final class PlainArithmetic implements MixArithmetic {
  private static final int AT_A_TIME = 3;
  private static final int LONGEST = Decimator.TAPS_PER_PHASE + Frame.MIX_SAMPLES;

  private final ByteBuffer bytes =
      ByteBuffer.allocate(2 * Frame.WIRE_SAMPLES).order(ByteOrder.LITTLE_ENDIAN);
  private final ShortBuffer shorts = bytes.asShortBuffer();
  private final IntBuffer words = bytes.asIntBuffer();
  private final int[] pairs = new int[Frame.WIRE_SAMPLES / 2];
  private final float[] first = new float[LONGEST];
  private final float[] second = new float[LONGEST];
  private final float[] third = new float[LONGEST];
  private final float[] sums = new float[LONGEST];
  private final float[] nextSums = new float[LONGEST];

  @Override
  public void add(short[] frame, MixSum sum) {
    shorts.put(0, frame);
    words.get(0, pairs);
    part(pairs, sum.even, sum.odd);
  }

  @Override
  public void filter(float[] taps, float[] in, int offset, float[] out) {
    int last = taps.length - AT_A_TIME;
    System.arraycopy(in, offset, first, 0, last + Frame.MIX_SAMPLES);
    System.arraycopy(in, offset + 1, second, 0, last + Frame.MIX_SAMPLES);
    System.arraycopy(in, offset + 2, third, 0, last + Frame.MIX_SAMPLES);
    float[] here = sums;
    float[] there = nextSums;
    System.arraycopy(out, 0, here, 0, Frame.MIX_SAMPLES);
    accumulate(taps, 0, here);
    for (int k = AT_A_TIME; k <= last; k += AT_A_TIME) {
      System.arraycopy(here, k - AT_A_TIME, there, k, Frame.MIX_SAMPLES);
      float[] swap = here;
      here = there;
      there = swap;
      accumulate(taps, k, here);
    }
    System.arraycopy(here, last, out, 0, Frame.MIX_SAMPLES);
  }

  private static void part(int[] pairs, int[] even, int[] odd) {
    for (int i = 0; i < pairs.length; i++) {
      int pair = pairs[i];
      even[i] += (pair << 16) >> 16;
      odd[i] += pair >> 16;
    }
  }

  /** Three taps' share of the sums, which begin at index k. */
  private void accumulate(float[] taps, int k, float[] to) {
    float[] a = first;
    float[] b = second;
    float[] c = third;
    float forA = taps[k];
    float forB = taps[k + 1];
    float forC = taps[k + 2];
    for (int i = k; i < k + Frame.MIX_SAMPLES; i++) {
      to[i] = to[i] + forA * a[i] + forB * b[i] + forC * c[i];
    }
  }
}
