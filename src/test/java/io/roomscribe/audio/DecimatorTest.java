package io.roomscribe.audio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DecimatorTest {
  private static final int AMPLITUDE = 1 << 24;

  @Test
  void process_tonesTo7kHz_passWithinHalfADecibel() {
    for (int hz = 50; hz <= 7_000; hz += 50) {
      assertThat(gainDb(hz)).as("gain at %d Hz", hz).isBetween(-0.5, 0.5);
    }
  }

  @Test
  void process_tonesFrom8kHz_areDownBy60Decibels() {
    for (int hz = 8_000; hz <= 24_000; hz += 50) {
      assertThat(gainDb(hz)).as("gain at %d Hz", hz).isLessThan(-60);
    }
  }

  @Test
  void process_impulse_comesOutAfterTheStatedDelayAndIsSymmetric() {
    Decimator decimator = new Decimator(new PlainArithmetic());
    MixSum in = new MixSum();
    in.even[15] = AMPLITUDE;
    float[] out = new float[Frame.MIX_SAMPLES];

    decimator.process(in, out);

    int middle = 10 + Decimator.DELAY_SAMPLES;
    for (int i = 1; i <= Decimator.DELAY_SAMPLES; i++) {
      assertThat(out[middle + i]).isEqualTo(out[middle - i]);
      assertThat(Math.abs(out[middle + i])).isLessThan(out[middle]);
    }
  }

  /** Gain of a tone by its energy, after the filter has settled. */
  private static double gainDb(int hz) {
    Decimator decimator = new Decimator(new PlainArithmetic());
    MixSum in = new MixSum();
    float[] out = new float[Frame.MIX_SAMPLES];
    double inEnergy = 0;
    double outEnergy = 0;
    for (int frame = 0; frame < 12; frame++) {
      for (int i = 0; i < Frame.WIRE_SAMPLES; i++) {
        double turns = (double) hz * (frame * Frame.WIRE_SAMPLES + i) / Frame.WIRE_RATE_HZ;
        in.halfOf(i)[i / 2] = (int) Math.round(AMPLITUDE * Math.sin(2 * Math.PI * turns + 0.3));
      }
      decimator.process(in, out);
      for (int i = 0; frame >= 2 && i < out.length; i++) {
        inEnergy += (double) AMPLITUDE * AMPLITUDE / 2;
        outEnergy += (double) out[i] * out[i];
      }
    }
    return 10 * Math.log10(outEnergy / inEnergy + 1e-30);
  }
}
