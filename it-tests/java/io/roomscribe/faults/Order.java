package io.roomscribe.faults;

import java.util.List;

/** How far a sequence is from being in order. */
final class Order {

  private Order() {}

  /** How many elements would have to move for all to be ascending. */
  static int misplaced(List<Long> sequence) {
    int[] longest = new int[sequence.size()];
    int best = 0;
    for (int i = 0; i < longest.length; i++) {
      longest[i] = 1;
      for (int before = 0; before < i; before++) {
        if (sequence.get(before) < sequence.get(i)) {
          longest[i] = Math.max(longest[i], longest[before] + 1);
        }
      }
      best = Math.max(best, longest[i]);
    }
    return sequence.size() - best;
  }
}
