package io.roomscribe.audio;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether the Vector API can be had: the JVM was started with {@code --add-modules
 * jdk.incubator.vector}, the server lets us see it, and frames are made of whole vectors. Whether
 * it is any good here is for a {@link VectorTrial} to say.
 *
 * <p>Threading: safe from any thread.
 */
final class MixVectors {
  private static volatile @Nullable MixArithmetic trusted;

  private MixVectors() {}

  /** A new one; empty where it cannot be had. */
  static Optional<MixArithmetic> find() {
    try {
      // By name, since without the module not even a reference to the class may be resolved.
      Class<?> type = Class.forName(MixVectors.class.getPackageName() + ".VectorArithmetic");
      return Optional.of((MixArithmetic) type.getDeclaredConstructor().newInstance());
    } catch (ReflectiveOperationException | LinkageError without) {
      return Optional.empty();
    }
  }

  /** From now on all rooms of this process mix with it, those that are mixed already too. */
  static void trust(MixArithmetic vectors) {
    trusted = vectors;
  }

  /** What all rooms mix with; null as long as nothing was found to be trusted. */
  static @Nullable MixArithmetic trusted() {
    return trusted;
  }
}
