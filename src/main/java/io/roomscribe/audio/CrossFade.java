package io.roomscribe.audio;

/**
 * The 5 ms in which one capture fades out and another, with the same sound, fades in: what both
 * carry alike passes unchanged, and neither end clicks.
 *
 * <p>Units: samples at 48 kHz.
 */
final class CrossFade {
  /** Its length. */
  static final int SAMPLES = Frame.wireSamples(5);

  private CrossFade() {}

  /** Fades out up to an end, as far as that is within the frame. */
  static void out(short[] frame, int end) {
    for (int i = Math.max(0, SAMPLES - end); i < SAMPLES; i++) {
      int at = end - SAMPLES + i;
      frame[at] -= faded(frame[at], i);
    }
  }

  /**
   * Fades in from a beginning on.
   *
   * @param done samples that are faded in already
   * @return how many are now
   */
  static int in(short[] frame, int begin, int done) {
    int i = done;
    for (int at = begin; i < SAMPLES && at < frame.length; i++, at++) {
      frame[at] = faded(frame[at], i);
    }
    return i;
  }

  private static short faded(short sample, int i) {
    return (short) (sample * (2 * i + 1) / (2 * SAMPLES));
  }
}
