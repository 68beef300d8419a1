package io.roomscribe.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LimiterTest {

  @Test
  void process_belowTheCeiling_passesUnchangedAfterTheStatedDelay() {
    Random random = new Random(1);
    float[] in = new float[1_600];
    for (int i = 0; i < in.length; i++) {
      in[i] = random.nextInt(2 * Limiter.CEILING + 1) - Limiter.CEILING;
    }

    short[] out = limited(in);

    for (int i = Limiter.DELAY_SAMPLES; i < in.length; i++) {
      assertThat(out[i]).isEqualTo((short) in[i - Limiter.DELAY_SAMPLES]);
    }
  }

  @Test
  void process_sumsOfManyVoices_neverExceedTheCeiling() {
    Random random = new Random(2);
    float[] in = new float[160_000];
    for (int i = 0; i < in.length; i++) {
      double loudness = random.nextInt(500) == 0 ? 40 : 0.7;
      in[i] = (float) (random.nextGaussian() * 32_767 * loudness);
    }

    short[] out = limited(in);

    int most = 0;
    for (short sample : out) {
      most = Math.max(most, Math.abs(sample));
    }
    assertThat(most).isBetween(Limiter.CEILING - 100, Limiter.CEILING);
  }

  @Test
  void process_afterAPeak_returnsToExactlyUnity() {
    float[] in = new float[48_000];
    Arrays.fill(in, 12_345);
    in[1_000] = 200_000;

    short[] out = limited(in);

    assertThat(out[1_000 + Limiter.DELAY_SAMPLES]).isBetween((short) 31_900, (short) 32_000);
    assertThat(out[47_999]).isEqualTo((short) 12_345);
  }

  @Test
  void process_steadyToneTwiceTooLoud_keepsItsShape() {
    float[] in = new float[16_000];
    for (int i = 0; i < in.length; i++) {
      in[i] = (float) (65_000 * Math.sin(2 * Math.PI * 440 * i / 16_000));
    }

    short[] out = limited(in);

    double scale = 0;
    double error = 0;
    double energy = 0;
    for (int i = 8_000; i < 16_000; i++) {
      scale += (double) out[i] * in[i - Limiter.DELAY_SAMPLES];
      energy += (double) in[i - Limiter.DELAY_SAMPLES] * in[i - Limiter.DELAY_SAMPLES];
    }
    scale /= energy;
    for (int i = 8_000; i < 16_000; i++) {
      error += Math.pow(out[i] - scale * in[i - Limiter.DELAY_SAMPLES], 2);
    }
    assertThat(10 * Math.log10(error / (energy * scale * scale)))
        .as("distortion in dB")
        .isLessThan(-40);
  }

  private static short[] limited(float[] in) {
    Limiter limiter = new Limiter();
    short[] out = new short[in.length];
    float[] frame = new float[Frame.MIX_SAMPLES];
    for (int at = 0; at < in.length; at += frame.length) {
      System.arraycopy(in, at, frame, 0, frame.length);
      limiter.process(frame, out, at);
    }
    return out;
  }
}
