package io.roomscribe.rooms;

import io.roomscribe.audio.Gap;
import java.util.ArrayList;
import java.util.List;

/**
 * The latest gaps of a session's mix, oldest first.
 *
 * <p>Full: the last {@value #KEPT} are kept. Threading: one thread adds, any reads.
 */
final class LatestGaps {

  private static final int KEPT = 100;

  private volatile List<Gap> gaps = List.of();

  List<Gap> all() {
    return gaps;
  }

  void add(List<Gap> found) {
    List<Gap> all = new ArrayList<>(gaps);
    found.forEach(gap -> addTo(all, gap));
    gaps = List.copyOf(all.subList(Math.max(0, all.size() - KEPT), all.size()));
  }

  /** The parts of one that was reported as it grew are one gap. */
  private static void addTo(List<Gap> all, Gap gap) {
    Gap last = all.isEmpty() ? null : all.get(all.size() - 1);
    if (last != null
        && last.toSamples() == gap.fromSamples()
        && last.cause() == gap.cause()
        && last.trackId().equals(gap.trackId())) {
      all.remove(all.size() - 1);
      all.add(new Gap(gap.trackId(), last.fromSamples(), gap.toSamples(), gap.cause()));
    } else {
      all.add(gap);
    }
  }
}
