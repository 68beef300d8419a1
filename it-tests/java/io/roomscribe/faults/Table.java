package io.roomscribe.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Outcomes as a table for people. */
final class Table {

  private static final String HEAD =
      String.format(
          Locale.ROOT,
          "%-32s %-7s %6s %5s %8s %6s %7s %6s %9s %7s %6s  %s",
          "fault",
          "moment",
          "words",
          "lost",
          "doubled",
          "wrong",
          "in gaps",
          "gap s",
          "recovered",
          "heard s",
          "unsent",
          "");

  private Table() {}

  static String head() {
    return HEAD + "\n" + "-".repeat(HEAD.strip().length());
  }

  static String row(Outcome outcome) {
    Verdict verdict = outcome.verdict();
    String recovery =
        outcome.recoveryS() == 0 ? "-" : String.format(Locale.ROOT, "%.1f s", outcome.recoveryS());
    return String.format(
        Locale.ROOT,
        "%-32s %-7s %6d %5d %8d %6d %7d %6.1f %9s %7.1f %6.1f  %s",
        outcome.fault().name(),
        outcome.moment().name().toLowerCase(Locale.ROOT),
        verdict.said(),
        verdict.lost().size(),
        verdict.doubled().size(),
        verdict.wrong().size() + verdict.misplaced(),
        verdict.inGaps(),
        verdict.gapS(),
        recovery,
        verdict.heardS(),
        verdict.unsentS(),
        outcome.isGood() ? "good" : "BAD");
  }

  /** All rows, the sum, what the columns mean, and what was bad. */
  static String of(List<Outcome> outcomes) {
    List<String> lines = new ArrayList<>();
    lines.add(head());
    outcomes.forEach(outcome -> lines.add(row(outcome)));
    lines.add("");
    lines.add(
        "words: said. lost: not in the transcript, though no declared gap covers them. doubled: in"
            + " it twice.");
    lines.add(
        "wrong: under a wrong name, out of order, or said by nobody. in gaps: missing, within a"
            + " declared gap.");
    lines.add(
        "gap s: audio declared missing, of the microphone that misses most. recovered: from the"
            + " fault's beginning");
    lines.add(
        "to the first live caption of what came after it. heard s: audio of the room taken in."
            + " unsent: of it, what");
    lines.add("speech-to-text never took, in seconds.");
    for (Outcome outcome : outcomes) {
      if (!outcome.isGood()) {
        lines.add("BAD " + outcome.fault().name() + ": " + String.join("; ", outcome.failures()));
      }
    }
    return String.join("\n", lines);
  }
}
