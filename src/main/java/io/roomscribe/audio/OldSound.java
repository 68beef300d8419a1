package io.roomscribe.audio;

import java.util.List;

/**
 * What the captures that are to be relieved put into the mix, for as long as a {@link HandOver}
 * listens to it.
 *
 * <p>Units: frames of 10 ms from the first one recorded; energies as in {@link Frame#energy}.
 *
 * <p>Full: what comes after the last frame is not recorded.
 *
 * <p>Threading: confined to the mixing thread.
 */
final class OldSound {
  private static final int FRAME = Frame.WIRE_SAMPLES;

  private final List<TrackPlacement> sources;
  private final short[] samples;
  private final double[] energies;
  private final short[] sum = new short[FRAME];
  private int frames;
  private double energy;

  /** Records so many frames of these captures. */
  OldSound(List<TrackPlacement> sources, int frames) {
    this.sources = sources;
    this.samples = new short[frames * FRAME];
    this.energies = new double[frames];
  }

  /** Adds the frame that was pulled last. */
  void record() {
    for (int i = 0; i < FRAME; i++) {
      int total = 0;
      for (int s = 0; s < sources.size(); s++) {
        total += sources.get(s).frame()[i];
      }
      sum[i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, total));
    }
    energy = Frame.energy(sum, 0, FRAME);
    if (frames < energies.length) {
      System.arraycopy(sum, 0, samples, frames * FRAME, FRAME);
      energies[frames] = energy;
      frames++;
    }
  }

  /** Frames recorded. */
  int frames() {
    return frames;
  }

  /** The energy of the latest frame. */
  double energy() {
    return energy;
  }

  /** The energies of all frames recorded; not to be written to, and longer than that. */
  double[] energies() {
    return energies;
  }

  /** Copies samples, counted from the first one recorded. */
  void copy(int from, float[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = samples[from + i];
    }
  }
}
