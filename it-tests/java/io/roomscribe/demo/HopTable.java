package io.roomscribe.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What each hop took, over many captions.
 *
 * @param hops from the sound to the caption
 * @param count of captions whose whole way was seen
 */
record HopTable(List<Hop> hops, int count) {

  /**
   * One hop.
   *
   * @param name for people
   */
  record Hop(String name, Duration median, Duration worst) {}

  /** Hops without a name are left out: nothing happens in them. */
  static HopTable of(List<CaptionWay> ways, List<String> names) {
    List<Hop> hops = new ArrayList<>();
    for (int hop = 0; hop < names.size() && !ways.isEmpty(); hop++) {
      int index = hop;
      List<Duration> taken = ways.stream().map(way -> way.hops().get(index)).sorted().toList();
      hops.add(new Hop(names.get(hop), middle(taken), taken.get(taken.size() - 1)));
    }
    return new HopTable(List.copyOf(hops), ways.size());
  }

  /**
   * The whole on a line, the hops under it. Medians of hops add up to the whole's only roughly.
   *
   * @param wholes of all captions, in any order
   */
  String report(String name, String since, List<Duration> wholes) {
    if (wholes.isEmpty()) {
      return String.format("%-21s none%n", name);
    }
    StringBuilder report =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%-21s %.1f s %s (median of %d; %.1f to %.1f s)%n",
                name,
                seconds(middle(wholes)),
                since,
                wholes.size(),
                seconds(Collections.min(wholes)),
                seconds(Collections.max(wholes))));
    for (Hop hop : hops) {
      report.append(
          String.format(
              Locale.ROOT,
              "  %-31s %5d ms, worst %5d%n",
              hop.name,
              hop.median.toMillis(),
              hop.worst.toMillis()));
    }
    if (count < wholes.size()) {
      report.append(
          String.format("  (hops of %d of them; of the rest a part was not seen)%n", count));
    }
    return report.toString();
  }

  private static Duration middle(List<Duration> durations) {
    return durations.stream().sorted().toList().get(durations.size() / 2);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
