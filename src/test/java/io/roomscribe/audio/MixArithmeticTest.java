package io.roomscribe.audio;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Holds the loops against the simplest ones there are, bit for bit. */
class MixArithmeticTest {
  private static final int TAPS = 81;

  /** What rounds, vanishes or keeps a sign where others do not. */
  private static final float[] EXTREMES = {
    0, -0.0f, Float.MIN_VALUE, -Float.MIN_NORMAL, 1, -1e30f, 1e30f, 64 * 32_768f, 16_777_217f
  };

  private final Random random = new Random(7);

  @Test
  void add_plain_isTheSumOfEachSample() {
    assertAddsUp(new PlainArithmetic());
  }

  @Test
  void filter_plain_hasTheBitsOfTheSimpleLoop() {
    assertFilters(new PlainArithmetic());
  }

  @Test
  void add_vectors_isTheSumOfEachSample() {
    assertAddsUp(vectors());
  }

  @Test
  void filter_vectors_hasTheBitsOfTheSimpleLoop() {
    assertFilters(vectors());
  }

  @Test
  void mix_vectorsAndPlain_haveTheSameBits() {
    MixArithmetic[] both = {new PlainArithmetic(), vectors()};
    Decimator[] decimators = {new Decimator(both[0]), new Decimator(both[1])};
    float[][] out = new float[2][Frame.MIX_SAMPLES];
    for (int block = 0; block < 100; block++) {
      short[][] frames = frames(block % 20);
      for (int side = 0; side < both.length; side++) {
        MixSum sum = new MixSum();
        for (short[] frame : frames) {
          both[side].add(frame, sum);
        }
        decimators[side].process(sum, out[side]);
      }

      assertThat(bits(out[1])).isEqualTo(bits(out[0]));
    }
  }

  /** How long the second compiler lets us wait depends on what else the tests gave it to do. */
  @Test
  @Timeout(120)
  void mix_vectorsOnceCompiled_allocatesNothing() {
    MixArithmetic vectors = vectors();
    Decimator decimator = new Decimator(vectors);
    short[][] frames = frames(4);
    while (allocatedBy(vectors, decimator, frames) > 0) {
      Thread.onSpinWait();
    }

    long allocated = 0;
    for (int i = 0; i < 100; i++) {
      allocated += allocatedBy(vectors, decimator, frames);
    }

    assertThat(allocated).isZero();
  }

  @Test
  void chosen_vectorsNewlyTrusted_areUsedFromTheNextCall() {
    MixArithmetic[] trusted = new MixArithmetic[1];
    MixArithmetic chosen = new ChosenArithmetic(() -> trusted[0]);
    MixSum sum = new MixSum();
    short[] frame = new short[Frame.WIRE_SAMPLES];
    frame[0] = 7;

    chosen.add(frame, sum);
    trusted[0] = new Silence();
    chosen.add(frame, sum);

    assertThat(sum.even[0]).isEqualTo(7);
  }

  /** There, since the tests run with the module. */
  private static MixArithmetic vectors() {
    return MixVectors.find().orElseThrow();
  }

  private static long allocatedBy(MixArithmetic vectors, Decimator decimator, short[][] frames) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    MixSum sum = new MixSum();
    float[] out = new float[Frame.MIX_SAMPLES];
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 20; i++) {
      for (short[] frame : frames) {
        vectors.add(frame, sum);
      }
      decimator.process(sum, out);
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private void assertAddsUp(MixArithmetic arithmetic) {
    MixSum sum = new MixSum();
    int[] expected = new int[Frame.WIRE_SAMPLES];
    for (short[] frame : frames(64)) {
      for (int i = 0; i < frame.length; i++) {
        expected[i] += frame[i];
      }
      arithmetic.add(frame, sum);
    }

    for (int i = 0; i < expected.length; i++) {
      assertThat(sum.halfOf(i)[i / 2]).isEqualTo(expected[i]);
    }
  }

  private void assertFilters(MixArithmetic arithmetic) {
    for (int round = 0; round < 20; round++) {
      float[] taps = floats(TAPS, 1);
      float[] in = floats(1 + TAPS + Frame.MIX_SAMPLES, 100_000);
      for (int offset = 0; offset < 2; offset++) {
        float[] out = floats(Frame.MIX_SAMPLES, 100_000);
        float[] expected = out.clone();
        for (int i = 0; i < expected.length; i++) {
          for (int k = 0; k < TAPS; k++) {
            expected[i] += taps[k] * in[offset + i + k];
          }
        }

        arithmetic.filter(taps, in, offset, out);

        assertThat(bits(out)).isEqualTo(bits(expected));
      }
    }
  }

  private short[][] frames(int count) {
    short[][] frames = new short[count][Frame.WIRE_SAMPLES];
    for (short[] frame : frames) {
      for (int i = 0; i < frame.length; i++) {
        frame[i] =
            switch (random.nextInt(8)) {
              case 0 -> Short.MIN_VALUE;
              case 1 -> Short.MAX_VALUE;
              case 2 -> -1;
              default -> (short) random.nextInt();
            };
      }
    }
    return frames;
  }

  private float[] floats(int length, float scale) {
    float[] floats = new float[length];
    for (int i = 0; i < length; i++) {
      boolean isExtreme = random.nextInt(20) == 0;
      floats[i] =
          isExtreme
              ? EXTREMES[random.nextInt(EXTREMES.length)]
              : (random.nextFloat() - 0.5f) * scale;
    }
    return floats;
  }

  /** Adds nothing, so that it is seen to be asked. */
  private static final class Silence implements MixArithmetic {
    @Override
    public void add(short[] frame, MixSum sum) {}

    @Override
    public void filter(float[] taps, float[] in, int offset, float[] out) {}
  }

  private static int[] bits(float[] floats) {
    int[] bits = new int[floats.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(floats[i]);
    }
    return bits;
  }
}
