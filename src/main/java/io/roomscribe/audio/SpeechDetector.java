package io.roomscribe.audio;

import java.util.Arrays;

/**
 * Tells one track's speech from its pauses, frame by frame.
 *
 * <p>Rule: three consecutive frames (30 ms, so a click is none) 9 dB above the noise floor and
 * above -58 dBFS begin speech; it goes on until 200 ms have passed without a frame 6 dB above the
 * floor. The noise floor is the least energy over 50 ms of the last 8 s, at most -40 dBFS, so a
 * voice without pauses is not taken for noise and a fan is after 8 s. Digital silence (mute, DTX,
 * nothing arrived) says nothing about the floor.
 *
 * <p>Units: energies are mean squares relative to full scale squared.
 *
 * <p>Threading: confined to the mixing thread.
 */
final class SpeechDetector {
  /** Frames that begin speech together. */
  static final int ONSET_FRAMES = 3;

  private static final double DIGITAL_SILENCE = 1e-9;
  private static final double INITIAL_FLOOR = 1e-7;
  private static final double HIGHEST_FLOOR = 1e-4;
  private static final double LEAST_SPEECH = 1.6e-6;
  private static final double BEGIN_FACTOR = 8;
  private static final double GO_ON_FACTOR = 4;
  private static final int HANGOVER_FRAMES = 20;
  private static final int SMOOTHING_FRAMES = 5;
  private static final int BUCKET_FRAMES = 50;

  private final double[] buckets = new double[16];
  private final double[] latest = new double[SMOOTHING_FRAMES];
  private long heard;
  private double floor = INITIAL_FLOOR;
  private final double[] onset = new double[ONSET_FRAMES];
  private int loudFrames;
  private int hangover;

  /** Starts by expecting a quiet room. */
  SpeechDetector() {
    Arrays.fill(buckets, INITIAL_FLOOR);
  }

  /**
   * Takes the next frame.
   *
   * @return how many of the latest frames, this one included, are now known to be speech: 0 in a
   *     pause, {@link #ONSET_FRAMES} at the beginning, 1 later
   */
  int accept(double energy) {
    System.arraycopy(onset, 0, onset, 1, ONSET_FRAMES - 1);
    onset[0] = energy;
    if (energy > DIGITAL_SILENCE) {
      learn(energy);
    }
    boolean speaking = isSpeaking();
    loudFrames = energy > threshold(BEGIN_FACTOR) ? loudFrames + 1 : 0;
    if (loudFrames >= ONSET_FRAMES || (speaking && !isQuiet(energy))) {
      hangover = HANGOVER_FRAMES + 1;
    }
    hangover = Math.max(0, hangover - 1);
    if (!isSpeaking()) {
      return 0;
    }
    return speaking ? 1 : ONSET_FRAMES;
  }

  /** The energy of the frame accepted last, or of one before it within an onset. */
  double energy(int framesBack) {
    return onset[framesBack];
  }

  /** Whether speech goes on, its hangover included. */
  boolean isSpeaking() {
    return hangover > 0;
  }

  /** Whether a frame like this does not carry speech on. */
  boolean isQuiet(double energy) {
    return energy <= threshold(GO_ON_FACTOR);
  }

  private double threshold(double factor) {
    return Math.max(LEAST_SPEECH / BEGIN_FACTOR, floor) * factor;
  }

  private void learn(double energy) {
    latest[(int) (heard % SMOOTHING_FRAMES)] = energy;
    heard++;
    if (heard < SMOOTHING_FRAMES) {
      return;
    }
    int bucket = (int) (heard / BUCKET_FRAMES % buckets.length);
    if (heard % BUCKET_FRAMES == 0) {
      buckets[bucket] = Double.MAX_VALUE;
    }
    buckets[bucket] = Math.min(buckets[bucket], mean(latest));
    floor = HIGHEST_FLOOR;
    for (double minimum : buckets) {
      floor = Math.min(floor, minimum);
    }
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
