package io.roomscribe.faults;

import java.util.ArrayList;
import java.util.List;

/**
 * What came of a fault.
 *
 * @param fault which
 * @param moment when it happened
 * @param verdict on what is stored
 * @param recoveryS from the fault's beginning to the first caption of what came after it; 0 if none
 * @param trouble what did not go on afterwards; empty when all did
 */
record Outcome(
    Fault fault, Trial.Moment moment, Verdict verdict, double recoveryS, String trouble) {

  boolean isGood() {
    return failures().isEmpty();
  }

  /** What was lost, doubled or confused, and what did not go on; however long it took. */
  List<String> losses() {
    List<String> losses = new ArrayList<>(verdict.failures());
    if (!trouble.isEmpty()) {
      losses.add(trouble);
    }
    return losses;
  }

  /** Why it is not good. */
  List<String> failures() {
    List<String> failures = losses();
    // What is declared is rounded to blocks of the mix.
    if (verdict.gapS() > fault.gapBound().toMillis() / 1000.0 + 0.25) {
      failures.add("more gaps than the " + fault.gapBound().toSeconds() + " s that it may cost");
    }
    if (recoveryS > fault.recoveryBound().toMillis() / 1000.0) {
      failures.add("the next caption took longer than " + fault.recoveryBound().toSeconds() + " s");
    }
    return failures;
  }
}
