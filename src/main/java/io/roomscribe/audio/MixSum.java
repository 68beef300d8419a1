package io.roomscribe.audio;

import java.util.Arrays;

/**
 * The sum of the tracks' frames, samples of even and of odd number apart: so two samples that lie
 * together are one int, and can be added without being unpacked one by one.
 *
 * <p>Threading: confined to the mixing thread.
 */
final class MixSum {
  /** Samples 0, 2, 4 and so on. */
  final int[] even = new int[Frame.WIRE_SAMPLES / 2];

  /** Samples 1, 3, 5 and so on. */
  final int[] odd = new int[Frame.WIRE_SAMPLES / 2];

  /** Starts again from silence. */
  void clear() {
    Arrays.fill(even, 0);
    Arrays.fill(odd, 0);
  }

  /** The half that a sample is in, at half its number. */
  int[] halfOf(int sample) {
    return (sample & 1) == 0 ? even : odd;
  }
}
