package io.roomscribe.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Tries faults one after the other and prints the table; exits with 1 when one was not survived.
 *
 * <p>System properties: faults (names separated by commas; empty for all), seed (of the random
 * moments; empty for a new one, which is printed), faults.directory, and those of {@link Node}.
 */
public final class FaultMatrix {

  /** Kept, since a logger that nobody holds forgets its level. */
  private static final Logger LOG = Logger.getLogger("");

  private FaultMatrix() {}

  /** Runs the matrix. */
  public static void main(String[] args) throws IOException, InterruptedException {
    LOG.setLevel(Level.SEVERE);
    String given = System.getProperty("seed", "");
    long seed =
        given.isEmpty() ? ThreadLocalRandom.current().nextInt(1, 1_000_000) : Long.parseLong(given);
    List<Fault> faults = selected(System.getProperty("faults", ""));
    System.out.println(
        "\n=== Fault matrix, seed " + seed + " (repeat with -Dseed=" + seed + ") ===\n");
    Path directory = Path.of(System.getProperty("faults.directory")).toAbsolutePath();
    List<Outcome> outcomes =
        run(faults, directory.resolve("run-" + ProcessHandle.current().pid()), seed);
    System.out.println("\n=== " + outcomes.size() + " trials, seed " + seed + " ===\n");
    System.out.println(Table.of(outcomes));
    // The stand-ins' threads would keep the process.
    System.exit(outcomes.stream().allMatch(Outcome::isGood) ? 0 : 1);
  }

  private static List<Fault> selected(String names) {
    List<Fault> all = Faults.all();
    if (names.isBlank()) {
      return all;
    }
    List<String> wanted = Arrays.stream(names.split(",")).map(String::strip).toList();
    List<Fault> selected = all.stream().filter(fault -> wanted.contains(fault.name())).toList();
    if (selected.size() < wanted.size()) {
      throw new IllegalArgumentException(
          "There are these faults: " + all.stream().map(Fault::name).toList());
    }
    return selected;
  }

  /** Tries these faults; those that need the same nodes share them, in the order of the list. */
  static List<Outcome> run(List<Fault> faults, Path directory, long seed)
      throws IOException, InterruptedException {
    List<Outcome> outcomes = new ArrayList<>();
    System.out.println(Table.head());
    for (Surroundings.Layout layout : faults.stream().map(Fault::layout).distinct().toList()) {
      Path here = directory.resolve(layout.nodes() + (layout.sharedJournal() ? "-shared" : "-own"));
      Files.createDirectories(here);
      try (Surroundings surroundings = new Surroundings(layout, here)) {
        for (Fault fault : faults) {
          if (fault.layout().equals(layout)) {
            outcomes.addAll(run(surroundings, fault, seed));
          }
        }
      }
    }
    return outcomes;
  }

  private static List<Outcome> run(Surroundings surroundings, Fault fault, long seed)
      throws InterruptedException {
    List<Outcome> outcomes = new ArrayList<>();
    // Each fault has random moments of its own, so that it can be repeated alone.
    Random random = new Random(seed * 31 + fault.name().hashCode());
    for (Trial.Moment moment : fault.instants().moments()) {
      Outcome outcome = new Trial(surroundings, fault, moment, random).run();
      System.out.println(Table.row(outcome));
      outcome.failures().forEach(failure -> System.out.println("    " + failure));
      outcomes.add(outcome);
    }
    return outcomes;
  }
}
