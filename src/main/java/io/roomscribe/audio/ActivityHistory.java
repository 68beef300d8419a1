package io.roomscribe.audio;

import java.util.Arrays;

/**
 * When one track spoke, and how loud, for as long as it is remembered.
 *
 * <p>Shape: one byte per 10 ms frame of the session clock: 0 for no speech, else the level in steps
 * of half a decibel, 255 being full scale squared. Captures of the same track write into the same
 * history; the louder counts.
 *
 * <p>Memory: pages of 2.56 s, only for those in which somebody spoke, since most people listen most
 * of the time. A page that is forgotten is written again.
 *
 * <p>Full: the oldest frames are forgotten.
 *
 * <p>Threading: confined to the mixing thread.
 */
final class ActivityHistory {
  /** Levels per decibel. */
  static final int STEPS_PER_DB = 2;

  private static final int FULL_SCALE = 255;
  private static final int PAGE_SHIFT = 8;
  private static final int PAGE_FRAMES = 1 << PAGE_SHIFT;
  private static final byte[] SILENCE = {};
  private static final double[] ENERGIES = energies();

  private final String trackId;
  private final int frames;
  private final byte[][] pages;
  private final long firstFrame;
  private byte[] spare = SILENCE;
  private long endFrame;
  private long lastCapturedFrame;

  /** A history that begins at a frame and remembers so many. */
  ActivityHistory(String trackId, int frames, long firstFrame) {
    this.trackId = trackId;
    this.frames = frames;
    this.pages = new byte[(frames + PAGE_FRAMES - 2) / PAGE_FRAMES + 1][];
    Arrays.fill(pages, SILENCE);
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
    if ((endFrame & (PAGE_FRAMES - 1)) == 0) {
      byte[] forgotten = pages[slot(endFrame)];
      spare = forgotten.length == 0 ? spare : forgotten;
      pages[slot(endFrame)] = SILENCE;
    }
    endFrame++;
  }

  /** Notes that the track is being captured. */
  void capture() {
    lastCapturedFrame = endFrame;
  }

  /** Whether nothing is left to remember. */
  boolean isForgotten() {
    return lastCapturedFrame + frames < endFrame;
  }

  /** Marks a remembered frame as speech; others are ignored. */
  void mark(long frame, double energy) {
    if (holds(frame)) {
      int level = (int) Math.round(FULL_SCALE + 10 * STEPS_PER_DB * Math.log10(energy + 1e-30));
      int louder = Math.max(level(frame), Math.max(1, Math.min(FULL_SCALE, level)));
      spoken(slot(frame))[(int) frame & (PAGE_FRAMES - 1)] = (byte) louder;
    }
  }

  /** The level of a frame; 0 if it was no speech or is not remembered. */
  int level(long frame) {
    if (!holds(frame)) {
      return 0;
    }
    byte[] page = pages[slot(frame)];
    return page.length == 0 ? 0 : page[(int) frame & (PAGE_FRAMES - 1)] & 0xff;
  }

  /** Frames it has memory for. */
  int heldFrames() {
    int held = spare.length;
    for (byte[] page : pages) {
      held += page.length;
    }
    return held;
  }

  /** The mean square that a level stands for. */
  static double energy(int level) {
    return ENERGIES[level];
  }

  private boolean holds(long frame) {
    return frame >= firstFrame && frame < endFrame && frame >= endFrame - frames;
  }

  private int slot(long frame) {
    return (int) ((frame >> PAGE_SHIFT) % pages.length);
  }

  /** The page there, to be written. */
  private byte[] spoken(int slot) {
    if (pages[slot].length == 0) {
      pages[slot] = spare.length == 0 ? new byte[PAGE_FRAMES] : spare;
      Arrays.fill(pages[slot], (byte) 0);
      spare = SILENCE;
    }
    return pages[slot];
  }

  private static double[] energies() {
    double[] energies = new double[FULL_SCALE + 1];
    for (int level = 1; level <= FULL_SCALE; level++) {
      energies[level] = Math.pow(10, (level - FULL_SCALE) / (10.0 * STEPS_PER_DB));
    }
    return energies;
  }
}
