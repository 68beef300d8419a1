package io.roomscribe.standin.livekit;

/** Finds tones in 48 kHz interleaved stereo. */
final class Tones {

  private static final int RATE_HZ = 48_000;
  private static final int WINDOW = 4_800;

  private Tones() {}

  /** How loud a tone is on the left in the last tenth of a second; zero if there is less. */
  static int left(short[] stereo, double hz) {
    return lastAmplitude(stereo, 0, hz);
  }

  /** The same on the right. */
  static int right(short[] stereo, double hz) {
    return lastAmplitude(stereo, 1, hz);
  }

  /** The loudest a tone is on the left in any tenth of a second. */
  static int loudest(short[] stereo, double hz) {
    int loudest = 0;
    for (int from = 0; from + WINDOW <= stereo.length / 2; from += WINDOW) {
      loudest = Math.max(loudest, amplitude(stereo, from, 0, hz));
    }
    return loudest;
  }

  private static int lastAmplitude(short[] stereo, int side, double hz) {
    int from = stereo.length / 2 - WINDOW;
    return from < 0 ? 0 : amplitude(stereo, from, side, hz);
  }

  /** Correlates with the tone; hz must be a multiple of 10, so that whole periods fit. */
  private static int amplitude(short[] stereo, int from, int side, double hz) {
    double real = 0;
    double imaginary = 0;
    for (int i = 0; i < WINDOW; i++) {
      double angle = 2 * Math.PI * hz * i / RATE_HZ;
      int sample = stereo[2 * (from + i) + side];
      real += sample * Math.cos(angle);
      imaginary += sample * Math.sin(angle);
    }
    return (int) Math.round(2 * Math.hypot(real, imaginary) / WINDOW);
  }
}
