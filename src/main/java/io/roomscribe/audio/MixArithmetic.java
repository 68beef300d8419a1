package io.roomscribe.audio;

/**
 * The two loops that mixing spends its time in.
 *
 * <p>Contract: all implementations give the same bits, since each output is made of the same
 * operations in the same order, whatever else is computed at the same time.
 *
 * <p>Threading: an instance is confined to the mixing thread of one room, unless it says otherwise.
 */
interface MixArithmetic {

  /** Adds a frame of {@link Frame#WIRE_SAMPLES} to a sum. */
  void add(short[] frame, MixSum sum);

  /**
   * Adds to {@link Frame#MIX_SAMPLES} outputs what the taps make of the inputs: to output i, one
   * tap after the other, {@code taps[k] * in[offset + i + k]}.
   *
   * @param taps a multiple of three
   */
  void filter(float[] taps, float[] in, int offset, float[] out);
}
