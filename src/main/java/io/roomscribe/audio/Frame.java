package io.roomscribe.audio;

/**
 * The grid that tracks are placed on: 10 ms of mono, at the wire's rate and at the mix's.
 *
 * <p>Source: 48 kHz is fixed by livekit/egress pkg/pipeline/builder/audio.go.
 */
final class Frame {
  /** Rate on the wire. */
  static final int WIRE_RATE_HZ = 48_000;

  /** Wire samples per sample of the mix. */
  static final int DECIMATION = WIRE_RATE_HZ / RoomMixer.OUTPUT_RATE_HZ;

  /** Length of a frame. */
  static final int MS = 10;

  /** Samples of a frame at the wire's rate. */
  static final int WIRE_SAMPLES = WIRE_RATE_HZ / 1_000 * MS;

  /** Samples of a frame at the mix's rate. */
  static final int MIX_SAMPLES = WIRE_SAMPLES / DECIMATION;

  private Frame() {}

  /** Samples at the wire's rate in so many ms. */
  static int wireSamples(int ms) {
    return WIRE_RATE_HZ / 1_000 * ms;
  }

  /**
   * Mean square without the mean, relative to full scale squared: a microphone's DC offset is no
   * sound.
   */
  static double energy(short[] samples, int offset, int length) {
    long sum = 0;
    long squares = 0;
    for (int i = offset; i < offset + length; i++) {
      long sample = samples[i];
      sum += sample;
      squares += sample * sample;
    }
    double mean = (double) sum / length;
    return Math.max(0, (double) squares / length - mean * mean) / (32_768.0 * 32_768.0);
  }
}
