package io.roomscribe.standin.livekit;

/** Samples as bytes: S16LE. */
final class Pcm {

  private Pcm() {}

  /** Writes every sample, clipped, over the bytes, which are twice as many. */
  static void clipped(int[] samples, byte[] pcm) {
    for (int i = 0; i < samples.length; i++) {
      int sample = Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, samples[i]));
      pcm[2 * i] = (byte) sample;
      pcm[2 * i + 1] = (byte) (sample >> 8);
    }
  }
}
