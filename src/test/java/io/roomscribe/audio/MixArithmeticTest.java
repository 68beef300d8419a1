package io.roomscribe.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Holds the loops against the simplest ones there are, bit for bit. */
class MixArithmeticTest {
  private static final int TAPS = 81;

  private final Random random = new Random(7);

  @Test
  void add_frames_isTheSumOfEachSample() {
    assertAddsUp(new MixArithmetic());
  }

  @Test
  void filter_anyInput_hasTheBitsOfTheSimpleLoop() {
    assertFilters(new MixArithmetic());
  }

  private void assertAddsUp(MixArithmetic arithmetic) {
    MixSum sum = new MixSum();
    int[] expected = new int[Frame.WIRE_SAMPLES];
    for (int track = 0; track < 20; track++) {
      short[] frame = new short[Frame.WIRE_SAMPLES];
      for (int i = 0; i < frame.length; i++) {
        frame[i] = (short) random.nextInt();
        expected[i] += frame[i];
      }
      arithmetic.add(frame, sum);
    }

    for (int i = 0; i < expected.length; i++) {
      assertThat(sum.halfOf(i)[i / 2]).isEqualTo(expected[i]);
    }
  }

  private void assertFilters(MixArithmetic arithmetic) {
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

      for (int i = 0; i < expected.length; i++) {
        assertThat(Float.floatToRawIntBits(out[i])).isEqualTo(Float.floatToRawIntBits(expected[i]));
      }
    }
  }

  private float[] floats(int length, float scale) {
    float[] floats = new float[length];
    for (int i = 0; i < length; i++) {
      floats[i] = (random.nextFloat() - 0.5f) * scale;
    }
    return floats;
  }
}
