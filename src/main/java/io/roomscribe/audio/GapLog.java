package io.roomscribe.audio;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects the gaps of a room until they are fetched.
 *
 * <p>Full: beyond {@link #MOST} gaps the last one of the same track and cause is widened over the
 * new one; if there is none the new one is left out (the track's counters still have it).
 *
 * <p>Threading: confined to the mixing thread.
 */
final class GapLog {
  /** Gaps kept between two fetches. */
  static final int MOST = 1_000;

  private final List<Gap> gaps = new ArrayList<>();

  /** Adds a gap. */
  void add(Gap gap) {
    if (gaps.size() < MOST) {
      gaps.add(gap);
      return;
    }
    for (int i = gaps.size() - 1; i >= 0; i--) {
      Gap last = gaps.get(i);
      if (last.cause() == gap.cause() && last.trackId().equals(gap.trackId())) {
        long from = Math.min(last.fromSamples(), gap.fromSamples());
        long to = Math.max(last.toSamples(), gap.toSamples());
        gaps.set(i, new Gap(gap.trackId(), from, to, gap.cause()));
        return;
      }
    }
  }

  /** Hands over and forgets. */
  List<Gap> take() {
    if (gaps.isEmpty()) {
      return List.of();
    }
    List<Gap> taken = List.copyOf(gaps);
    gaps.clear();
    return taken;
  }
}
