package io.roomscribe.rooms;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Deals a number of egresses out to rooms.
 *
 * <p>First one to each room that has somebody to hear, in the order in which the rooms came. What
 * is left goes to the rooms of the smallest need first, the earlier before the later; a room that
 * takes all or one is passed over when it cannot have all.
 */
final class EgressShares {

  private EgressShares() {}

  /** The share of each room; the needs in the order in which the rooms came. */
  static Map<String, Integer> of(Map<String, EgressNeed> needs, int egresses) {
    Map<String, Integer> shares = new LinkedHashMap<>();
    int left = egresses;
    for (Map.Entry<String, EgressNeed> room : needs.entrySet()) {
      int share = room.getValue().most() > 0 && left > 0 ? 1 : 0;
      shares.put(room.getKey(), share);
      left -= share;
    }
    List<Map.Entry<String, EgressNeed>> bySize =
        needs.entrySet().stream()
            .filter(room -> shares.getOrDefault(room.getKey(), 0) == 1)
            .sorted(Comparator.comparingInt(room -> room.getValue().most()))
            .toList();
    for (Map.Entry<String, EgressNeed> room : bySize) {
      int more = more(room.getValue(), left);
      shares.merge(room.getKey(), more, Integer::sum);
      left -= more;
    }
    return shares;
  }

  private static int more(EgressNeed need, int left) {
    int wanted = need.most() - 1;
    return need.allOrOne() && wanted > left ? 0 : Math.min(wanted, left);
  }
}
