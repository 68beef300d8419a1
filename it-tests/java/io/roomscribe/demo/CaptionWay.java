package io.roomscribe.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The way of one sound to its caption, as moments of {@link System#nanoTime()} in one process, none
 * before the one in front of it.
 *
 * @param spoken in the room
 * @param sent by the egress
 * @param placed in a block that is not full yet: as much before {@code arrived} as of the block
 *     comes after the sound
 * @param arrived at speech-to-text, with its block
 * @param enough had arrived there for what was said: the words shown, or the silence after them
 * @param said by speech-to-text
 * @param shown to the reader
 * @param stored and shown as that; for what is never stored the same as {@code shown}
 */
record CaptionWay(
    long spoken,
    long sent,
    long placed,
    long arrived,
    long enough,
    long said,
    long shown,
    long stored) {

  /** Whether each moment comes after the one in front of it. */
  boolean isInOrder() {
    return hops().stream().noneMatch(Duration::isNegative);
  }

  /** From each moment to the next; their sum is {@link #whole()}. */
  List<Duration> hops() {
    long[] moments = {spoken, sent, placed, arrived, enough, said, shown, stored};
    List<Duration> hops = new ArrayList<>();
    for (int i = 1; i < moments.length; i++) {
      hops.add(Duration.ofNanos(moments[i] - moments[i - 1]));
    }
    return hops;
  }

  Duration whole() {
    return Duration.ofNanos(stored - spoken);
  }
}
