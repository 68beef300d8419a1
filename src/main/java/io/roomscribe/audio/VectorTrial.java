package io.roomscribe.audio;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tries whether mixing with the Vector API is faster than plain loops here, before a room does so.
 *
 * <p>Why: until HotSpot's second compiler has taken the loops, each vector is an object. Mixing
 * then costs many times what plain loops do and allocates for every frame, for seconds after the
 * start where the compilers have much to do, and for ever where the JVM has only the first one.
 * Running the loops here has them compiled; that they are is seen by their speed.
 *
 * <p>Shape: {@link #step} mixes a few frames both ways and compares times and bits. Vectors are
 * trusted by the whole process once they were faster {@value #FASTER_IN_A_ROW} times in a row, and
 * not at all if that takes more than {@value #MOST_STEPS} steps or a bit differs.
 *
 * <p>Threading: one thread at a time; a step takes under a millisecond, and 10 to 50 ms before
 * compilation.
 */
public final class VectorTrial {

  /** What is known so far. */
  public enum Verdict {
    /** Step again. */
    GOING_ON,
    /** This JVM does not show us the module, or its vectors do not fit the frames. */
    ABSENT,
    /** Vectors are no faster, or not yet after so many steps. */
    SLOWER,
    /** Never to be seen. */
    DIFFERENT,
    /** All rooms now mix with vectors. */
    TRUSTED
  }

  static final int MOST_STEPS = 600;
  static final int FASTER_IN_A_ROW = 10;

  private static final int FRAMES = 8;
  private static final int TRACKS = 4;

  private final LongSupplier clock;
  private final @Nullable MixArithmetic candidate;
  private final Consumer<MixArithmetic> trust;
  private final Side plain = new Side(new PlainArithmetic());
  private final @Nullable Side vectors;
  private final short[][] frames = noise();
  private int steps;
  private int faster;

  /**
   * A trial of what this JVM has.
   *
   * @param clock ns, never going back
   */
  public VectorTrial(LongSupplier clock) {
    this(clock, MixVectors.find().orElse(null), MixVectors::trust);
  }

  VectorTrial(
      LongSupplier clock, @Nullable MixArithmetic candidate, Consumer<MixArithmetic> trust) {
    this.clock = clock;
    this.trust = trust;
    this.candidate = candidate;
    this.vectors = candidate == null ? null : new Side(candidate);
  }

  /** Goes on with it; once it has said anything but GOING_ON it is over. */
  public Verdict step() {
    if (candidate == null || vectors == null) {
      return Verdict.ABSENT;
    }
    long plainNs = best(plain);
    long vectorNs = best(vectors);
    if (!Arrays.equals(plain.out, vectors.out)) {
      return Verdict.DIFFERENT;
    }
    faster = vectorNs < plainNs ? faster + 1 : 0;
    if (faster == FASTER_IN_A_ROW) {
      trust.accept(candidate);
      return Verdict.TRUSTED;
    }
    return ++steps == MOST_STEPS ? Verdict.SLOWER : Verdict.GOING_ON;
  }

  /** The fastest frame: the others may have waited for the processor. */
  private long best(Side side) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < FRAMES; i++) {
      long startNs = clock.getAsLong();
      side.mix(frames);
      best = Math.min(best, clock.getAsLong() - startNs);
    }
    return best;
  }

  private static short[][] noise() {
    Random random = new Random(1);
    short[][] frames = new short[TRACKS][Frame.WIRE_SAMPLES];
    for (short[] frame : frames) {
      for (int i = 0; i < frame.length; i++) {
        frame[i] = (short) random.nextInt();
      }
    }
    return frames;
  }

  /** One of the two ways to mix. */
  private static final class Side {
    private final MixArithmetic arithmetic;
    private final Decimator decimator;
    private final MixSum sum = new MixSum();
    private final float[] out = new float[Frame.MIX_SAMPLES];

    Side(MixArithmetic arithmetic) {
      this.arithmetic = arithmetic;
      this.decimator = new Decimator(arithmetic);
    }

    void mix(short[][] frames) {
      sum.clear();
      for (short[] frame : frames) {
        arithmetic.add(frame, sum);
      }
      decimator.process(sum, out);
    }
  }
}
