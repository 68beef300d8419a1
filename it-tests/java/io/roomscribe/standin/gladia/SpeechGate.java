package io.roomscribe.standin.gladia;

/**
 * Tells speech from silence by energy, frame by frame, over a noise floor that it follows.
 *
 * <p>Units: frames of {@link #FRAME_SAMPLES} samples (10 ms), levels in dB of full scale.
 *
 * <p>Threading: confined to one thread.
 */
final class SpeechGate {

  static final int FRAME_SAMPLES = 160;

  private static final double QUIETEST_SPEECH_DB = -50;
  private static final double ABOVE_FLOOR_DB = 9;

  /** Slow enough that a sentence does not lift it, quick enough to learn a fan within seconds. */
  private static final double FLOOR_RISE_DB_PER_FRAME = 0.015;

  private double floorDb = -45;

  /** Whether this frame is as loud as speech. */
  boolean isActive(short[] samples, int offset) {
    double energy = 0;
    for (int i = offset; i < offset + FRAME_SAMPLES; i++) {
      energy += (double) samples[i] * samples[i];
    }
    double levelDb = 10 * Math.log10(energy / FRAME_SAMPLES / (32_768.0 * 32_768.0) + 1e-10);
    floorDb = Math.min(levelDb, floorDb + FLOOR_RISE_DB_PER_FRAME);
    return levelDb > Math.max(QUIETEST_SPEECH_DB, floorDb + ABOVE_FLOOR_DB);
  }
}
