package io.roomscribe.audio;

/**
 * When one track spoke, and how loud, for as long as it is remembered.
 *
 * <p>Shape: one byte per 10 ms frame of the session clock: 0 for no speech, else the level in steps
 * of half a decibel, 255 being full scale squared. Captures of the same track write into the same
 * history; the louder counts.
 *
 * <p>Full: the oldest frames are forgotten.
 *
 * <p>Threading: confined to the mixing thread.
 */
final class ActivityHistory {
  /** Levels per decibel. */
  static final int STEPS_PER_DB = 2;

  private static final int FULL_SCALE = 255;
  private static final double[] ENERGIES = energies();

  private final String trackId;
  private final byte[] levels;
  private final long firstFrame;
  private long endFrame;
  private long lastCapturedFrame;

  /** A history that begins at a frame and remembers so many. */
  ActivityHistory(String trackId, int frames, long firstFrame) {
    this.trackId = trackId;
    this.levels = new byte[frames];
    this.firstFrame = firstFrame;
    this.endFrame = firstFrame;
    this.lastCapturedFrame = firstFrame;
  }

  /** Whose history it is. */
  String trackId() {
    return trackId;
  }

  /** Begins the next frame, without speech so far. */
  void advance() {
    levels[slot(endFrame)] = 0;
    endFrame++;
  }

  /** Notes that the track is being captured. */
  void capture() {
    lastCapturedFrame = endFrame;
  }

  /** Whether nothing is left to remember. */
  boolean isForgotten() {
    return lastCapturedFrame + levels.length < endFrame;
  }

  /** Marks a remembered frame as speech; others are ignored. */
  void mark(long frame, double energy) {
    if (holds(frame)) {
      int level = (int) Math.round(FULL_SCALE + 10 * STEPS_PER_DB * Math.log10(energy + 1e-30));
      int louder = Math.max(level(frame), Math.max(1, Math.min(FULL_SCALE, level)));
      levels[slot(frame)] = (byte) louder;
    }
  }

  /** The level of a frame; 0 if it was no speech or is not remembered. */
  int level(long frame) {
    return holds(frame) ? levels[slot(frame)] & 0xff : 0;
  }

  /** The mean square that a level stands for. */
  static double energy(int level) {
    return ENERGIES[level];
  }

  private boolean holds(long frame) {
    return frame >= firstFrame && frame < endFrame && frame >= endFrame - levels.length;
  }

  private int slot(long frame) {
    return (int) (frame % levels.length);
  }

  private static double[] energies() {
    double[] energies = new double[FULL_SCALE + 1];
    for (int level = 1; level <= FULL_SCALE; level++) {
      energies[level] = Math.pow(10, (level - FULL_SCALE) / (10.0 * STEPS_PER_DB));
    }
    return energies;
  }
}
