package io.roomscribe.audio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the captures that are to take over received, each sample at its natural place: where it
 * would be mixed had it no predecessor.
 *
 * <p>Units: positions of the session's clock at 48 kHz; energies as in {@link Frame#energy}. What
 * has not arrived, or no longer is held, is silence.
 *
 * <p>Threading: confined to the mixing thread.
 */
final class NewSound {
  private static final int FRAME = Frame.WIRE_SAMPLES;

  /** As much of what is held already as can be of use, and how it is worked off. */
  private static final int FRAMES_BEFORE = LoudnessSearch.REACH + 50;

  private static final int FRAMES_AT_A_TIME = 20;

  private final List<Trail> trails = new ArrayList<>();

  /** Listens to captures of which something has arrived, what they hold included. */
  NewSound(List<Newcomer> sources, int frames) {
    sources.forEach(source -> trails.add(new Trail(source, frames)));
  }

  /** Reckons the natural places anew; in between they stay what they are. */
  void reckon() {
    for (int i = 0; i < trails.size(); i++) {
      trails.get(i).source.reckon();
    }
  }

  /** Takes notice of what has arrived. */
  void record() {
    for (int i = 0; i < trails.size(); i++) {
      trails.get(i).record();
    }
  }

  /** Whether all that belongs before a position has arrived. */
  boolean hasArrived(long position) {
    for (Trail trail : trails) {
      if (trail.source.input().ring().written() < position - trail.source.reckonedShift()) {
        return false;
      }
    }
    return true;
  }

  /** The position from which on all captures are recorded. */
  long beginning() {
    long beginning = Long.MIN_VALUE;
    for (Trail trail : trails) {
      beginning = Math.max(beginning, trail.firstBlock * FRAME + trail.source.reckonedShift());
    }
    return beginning;
  }

  /** The energy of the frame that begins near a position. */
  double energy(long position) {
    double energy = 0;
    for (int i = 0; i < trails.size(); i++) {
      energy += trails.get(i).energy(position);
    }
    return energy;
  }

  /** Adds up the samples from a position on. */
  void copy(long position, float[] out) {
    Arrays.fill(out, 0);
    for (Trail trail : trails) {
      trail.addTo(out, position);
    }
  }

  /** The energies of one capture by the number of its sample: its place is not settled yet. */
  private static final class Trail {
    private final Newcomer source;
    private final long firstBlock;
    private final double[] energies;
    private final short[] scratch = new short[FRAME];
    private int blocks;

    Trail(Newcomer source, int frames) {
      this.source = source;
      this.energies = new double[frames];
      SampleRing ring = source.input().ring();
      long oldest = Math.max(ring.taken(), ring.written() - (long) FRAMES_BEFORE * FRAME);
      this.firstBlock = Math.floorDiv(oldest + FRAME - 1, FRAME);
    }

    void record() {
      SampleRing ring = source.input().ring();
      int most = Math.min(energies.length, blocks + FRAMES_AT_A_TIME);
      while (blocks < most && ring.written() >= (firstBlock + blocks + 1) * FRAME) {
        int got = peek((firstBlock + blocks) * FRAME);
        energies[blocks] = got == FRAME ? Frame.energy(scratch, 0, FRAME) : 0;
        blocks++;
      }
    }

    double energy(long position) {
      long nearest = Math.floorDiv(position - source.reckonedShift() + FRAME / 2, FRAME);
      long block = nearest - firstBlock;
      return block >= 0 && block < blocks ? energies[(int) block] : 0;
    }

    void addTo(float[] out, long position) {
      long first = position - source.reckonedShift();
      for (int at = 0; at < out.length; at += FRAME) {
        int got = Math.min(peek(first + at), out.length - at);
        for (int i = 0; i < got; i++) {
          out[at + i] += scratch[i];
        }
      }
    }

    /** Copies a frame's worth from a sample on; less if less has arrived, or is held. */
    private int peek(long sample) {
      SampleRing ring = source.input().ring();
      long skip = sample - ring.taken();
      return skip < 0 ? 0 : ring.peek((int) Math.min(skip, Integer.MAX_VALUE / 2), scratch, FRAME);
    }
  }
}
