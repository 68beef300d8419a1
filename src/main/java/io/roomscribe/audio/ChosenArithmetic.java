package io.roomscribe.audio;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Vectors as soon as they are trusted ({@link VectorTrial}), else plain loops. The bits are the
 * same, so the change may come between any two calls.
 */
final class ChosenArithmetic implements MixArithmetic {
  private final MixArithmetic plain = new PlainArithmetic();
  private final Supplier<@Nullable MixArithmetic> trusted;

  /**
   * Plain loops until there is something better.
   *
   * @param trusted vectors; null as long as they are not to be used
   */
  ChosenArithmetic(Supplier<@Nullable MixArithmetic> trusted) {
    this.trusted = trusted;
  }

  @Override
  public void add(short[] frame, MixSum sum) {
    chosen().add(frame, sum);
  }

  @Override
  public void filter(float[] taps, float[] in, int offset, float[] out) {
    chosen().filter(taps, in, offset, out);
  }

  private MixArithmetic chosen() {
    MixArithmetic vectors = trusted.get();
    return vectors == null ? plain : vectors;
  }
}
