package io.roomscribe.audio;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops in vectors as wide as the machine has.
 *
 * <p>Loaded by {@link MixVectors} only, where the module jdk.incubator.vector is. Compiled for JDK
 * 17 and run with later ones too: it keeps to what they all have.
 *
 * <p>Threading: keeps nothing, so one serves all rooms. Allocates nothing once HotSpot's second
 * compiler has taken it, and objects for all vectors before ({@link VectorTrial}).
 */
final class VectorArithmetic implements MixArithmetic {
  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

  /** Vectors that are computed at a time, one register each. */
  private static final int AT_A_TIME = 5;

  /**
   * Ready to run.
   *
   * @throws UnsupportedOperationException if frames are not made of whole vectors of this machine
   */
  VectorArithmetic() {
    if (Frame.WIRE_SAMPLES % SHORTS.length() != 0
        || SHORTS.vectorBitSize() != INTS.vectorBitSize()
        || Frame.MIX_SAMPLES % (AT_A_TIME * FLOATS.length()) != 0) {
      throw new UnsupportedOperationException("vectors of " + SHORTS.vectorBitSize() + " bits");
    }
  }

  @Override
  public void add(short[] frame, MixSum sum) {
    int[] even = sum.even;
    int[] odd = sum.odd;
    for (int i = 0, at = 0; i < even.length; i += INTS.length(), at += SHORTS.length()) {
      IntVector pairs = ShortVector.fromArray(SHORTS, frame, at).reinterpretAsInts();
      IntVector first = pairs.lanewise(VectorOperators.LSHL, 16);
      IntVector low = first.lanewise(VectorOperators.ASHR, 16);
      IntVector high = pairs.lanewise(VectorOperators.ASHR, 16);
      IntVector.fromArray(INTS, even, i).add(low).intoArray(even, i);
      IntVector.fromArray(INTS, odd, i).add(high).intoArray(odd, i);
    }
  }

  @Override
  public void filter(float[] taps, float[] in, int offset, float[] out) {
    int step = FLOATS.length();
    for (int i = 0; i < Frame.MIX_SAMPLES; i += AT_A_TIME * step) {
      FloatVector a = FloatVector.fromArray(FLOATS, out, i);
      FloatVector b = FloatVector.fromArray(FLOATS, out, i + step);
      FloatVector c = FloatVector.fromArray(FLOATS, out, i + 2 * step);
      FloatVector d = FloatVector.fromArray(FLOATS, out, i + 3 * step);
      FloatVector e = FloatVector.fromArray(FLOATS, out, i + 4 * step);
      for (int k = 0; k < taps.length; k++) {
        int at = offset + i + k;
        FloatVector tap = FloatVector.broadcast(FLOATS, taps[k]);
        // Not fused: the bits are those of the plain loop.
        a = a.add(tap.mul(FloatVector.fromArray(FLOATS, in, at)));
        b = b.add(tap.mul(FloatVector.fromArray(FLOATS, in, at + step)));
        c = c.add(tap.mul(FloatVector.fromArray(FLOATS, in, at + 2 * step)));
        d = d.add(tap.mul(FloatVector.fromArray(FLOATS, in, at + 3 * step)));
        e = e.add(tap.mul(FloatVector.fromArray(FLOATS, in, at + 4 * step)));
      }
      a.intoArray(out, i);
      b.intoArray(out, i + step);
      c.intoArray(out, i + 2 * step);
      d.intoArray(out, i + 3 * step);
      e.intoArray(out, i + 4 * step);
    }
  }
}
