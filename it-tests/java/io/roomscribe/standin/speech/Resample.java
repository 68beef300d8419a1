package io.roomscribe.standin.speech;

/**
 * Conversion between the two formats a track has: 16 kHz mono as recorded, 48 kHz stereo as LiveKit
 * egress sends it.
 *
 * <p>Shape: windowed-sinc low-pass at 7.3 kHz (Blackman, 193 taps at 48 kHz), delay compensated:
 * the n-th sample in and the 3n-th frame out are the same moment.
 */
public final class Resample {

  private static final int FACTOR = 3;
  private static final int HALF = 96;
  private static final double CUT_OFF_HZ = 7_300;
  private static final double[] TAPS = taps();

  private Resample() {}

  /** Mono at 16 kHz to interleaved stereo at 48 kHz, both channels alike. */
  public static short[] to48kStereo(short[] mono16k) {
    short[] stereo = new short[mono16k.length * FACTOR * 2];
    for (int frame = 0; frame < mono16k.length * FACTOR; frame++) {
      int first = Math.max(0, (frame - HALF + FACTOR - 1) / FACTOR);
      int last = Math.min(mono16k.length - 1, (frame + HALF) / FACTOR);
      double sum = 0;
      for (int i = first; i <= last; i++) {
        sum += mono16k[i] * TAPS[frame - i * FACTOR + HALF];
      }
      short sample = saturated(sum * FACTOR);
      stereo[2 * frame] = sample;
      stereo[2 * frame + 1] = sample;
    }
    return stereo;
  }

  /** Interleaved stereo at 48 kHz to mono at 16 kHz: the mean of both channels. */
  public static short[] to16kMono(short[] stereo48k) {
    int frames = stereo48k.length / 2;
    short[] mono = new short[frames / FACTOR];
    for (int out = 0; out < mono.length; out++) {
      int centre = out * FACTOR;
      double sum = 0;
      for (int f = Math.max(0, centre - HALF); f <= Math.min(frames - 1, centre + HALF); f++) {
        sum += (stereo48k[2 * f] + stereo48k[2 * f + 1]) * 0.5 * TAPS[f - centre + HALF];
      }
      mono[out] = saturated(sum);
    }
    return mono;
  }

  private static short saturated(double sample) {
    return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(sample)));
  }

  private static double[] taps() {
    double[] taps = new double[2 * HALF + 1];
    double omega = 2 * Math.PI * CUT_OFF_HZ / 48_000;
    double sum = 0;
    for (int i = 0; i < taps.length; i++) {
      int n = i - HALF;
      double sinc = n == 0 ? omega / Math.PI : Math.sin(omega * n) / (Math.PI * n);
      double phase = 2 * Math.PI * i / (taps.length - 1);
      taps[i] = sinc * (0.42 - 0.5 * Math.cos(phase) + 0.08 * Math.cos(2 * phase));
      sum += taps[i];
    }
    for (int i = 0; i < taps.length; i++) {
      taps[i] /= sum;
    }
    return taps;
  }
}
