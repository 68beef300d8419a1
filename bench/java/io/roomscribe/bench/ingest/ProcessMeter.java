package io.roomscribe.bench.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Linux has counted for a process: CPU time, resident memory, context switches, and CPU time
 * by the names of its threads.
 *
 * <p>Source: proc(5), /proc/pid/stat and status; ticks are 10 ms.
 */
final class ProcessMeter {

  private static final double US_PER_TICK = 10_000;

  private final Path proc;

  ProcessMeter(long pid) {
    this.proc = Path.of("/proc", Long.toString(pid));
  }

  /** CPU time so far of all threads, ended ones too, user and system, in µs. */
  double cpuUs() {
    return ticks(proc.resolve("stat")) * US_PER_TICK;
  }

  /** The system's share of {@link #cpuUs}. */
  double systemUs() {
    return fields(proc.resolve("stat"))[12] * US_PER_TICK;
  }

  /** Resident memory in kB. */
  long rssKb() {
    return status(proc.resolve("status"), "VmRSS:");
  }

  /** Times that a thread that is alive now stopped running, to wait or because it had to. */
  long switches() {
    try (Stream<Path> threads = Files.list(proc.resolve("task"))) {
      return threads
          .map(thread -> thread.resolve("status"))
          .mapToLong(
              file ->
                  status(file, "voluntary_ctxt_switches:")
                      + status(file, "nonvoluntary_ctxt_switches:"))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** CPU time so far in µs of the threads alive now, by name with its numbers taken out. */
  Map<String, Double> cpuUsByThread() {
    Map<String, Double> all = new HashMap<>();
    try (Stream<Path> threads = Files.list(proc.resolve("task"))) {
      for (Path thread : threads.toList()) {
        String name = read(thread.resolve("comm")).strip().replaceAll("[0-9]+", "#");
        all.merge(name, ticks(thread.resolve("stat")) * US_PER_TICK, Double::sum);
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The busiest, {@code name µs} each, what they used between two looks divided by a number. */
  static String busiest(Map<String, Double> before, Map<String, Double> after, double by) {
    Map<String, Double> used = new TreeMap<>();
    after.forEach((name, us) -> used.put(name, (us - before.getOrDefault(name, 0.0)) / by));
    List<Map.Entry<String, Double>> sorted =
        used.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .limit(6)
            .toList();
    return sorted.stream()
        .filter(each -> each.getValue() >= 0.05)
        .map(each -> String.format("%s %.1f", each.getKey(), each.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** What the compilers of a JVM used between two looks, in µs; C1 and C2 have a thread or more. */
  static double compilersUs(Map<String, Double> before, Map<String, Double> after) {
    return after.keySet().stream()
        .filter(name -> name.startsWith("C# Compiler"))
        .mapToDouble(name -> after.get(name) - before.getOrDefault(name, 0.0))
        .sum();
  }

  private static long ticks(Path stat) {
    long[] fields = fields(stat);
    return fields[11] + fields[12];
  }

  /** The numbers behind the name, the state as 0: field n of proc(5) is at n - 3. */
  private static long[] fields(Path stat) {
    String line = read(stat);
    if (line.isEmpty()) {
      return new long[16];
    }
    String[] words = line.substring(line.lastIndexOf(')') + 2).split(" ");
    long[] fields = new long[16];
    for (int i = 1; i < fields.length; i++) {
      fields[i] = Long.parseLong(words[i]);
    }
    return fields;
  }

  private static long status(Path file, String key) {
    return read(file)
        .lines()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(0);
  }

  /** Empty when the thread has just ended. */
  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException gone) {
      return "";
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("No such process")) {
        return "";
      }
      throw new UncheckedIOException(e);
    }
  }
}
