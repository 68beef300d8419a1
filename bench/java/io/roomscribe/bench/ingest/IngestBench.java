package io.roomscribe.bench.ingest;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Measures each subject under each number of tracks and prints a table; {@link Options} says what
 * can be chosen.
 */
public final class IngestBench {

  private final Options options;
  private final List<Measurement> all = new ArrayList<>();
  private final Map<String, List<Window.Footprint>> footprints = new LinkedHashMap<>();

  private IngestBench(Options options) {
    this.options = options;
  }

  /** Runs it; false if a subject failed. */
  public static boolean run() throws IOException, InterruptedException {
    return new IngestBench(Options.ofSystemProperties()).measureAll();
  }

  private boolean measureAll() throws IOException, InterruptedException {
    boolean whole = true;
    for (String name : options.subjects()) {
      for (int size : options.roomSizes()) {
        whole &= measureStart(name, options.withRoomsOf(size));
      }
    }
    report();
    return whole;
  }

  private boolean measureStart(String name, Options some) throws InterruptedException {
    try (Pacer pacer = new Pacer()) {
      pacer.start();
      measure(name, some, pacer);
      return true;
    } catch (IOException e) {
      System.out.println(name + " failed: " + e.getMessage());
      return false;
    }
  }

  private void measure(String name, Options some, Pacer pacer)
      throws IOException, InterruptedException {
    Latencies latencies = new Latencies();
    Optional<Subject> started = new Subjects(some, pacer, latencies).start(name);
    if (started.isEmpty()) {
      return;
    }
    try (Subject subject = started.get();
        JvmMeter jvm = subject.isJvm() ? JvmMeter.attach(subject.pid()) : null) {
      int open = 0;
      int rooms = 0;
      for (int tracks : options.tracks()) {
        subject.addTracks(tracks - open);
        Thread.sleep(open == 0 ? options.warmUp().toMillis() : options.warmUp().toMillis() / 2);
        int size = some.roomSizes().get(0);
        rooms += (tracks - open + size - 1) / size;
        open = tracks;
        Window.Load load = new Window.Load(tracks, rooms);
        Window window = new Window(subject, jvm, pacer, latencies);
        for (int i = 0; i < options.repeats(); i++) {
          Measurement measured = window.measure(name, load, options.window());
          all.add(measured);
          System.out.println(measured.row() + "\n    " + measured.busiest());
        }
        footprints.computeIfAbsent(name, first -> new ArrayList<>()).add(window.footprint(load));
      }
    }
  }

  private void report() throws IOException {
    StringBuilder report = new StringBuilder(machine()).append("\n\n");
    report.append(Measurement.HEADER).append('\n');
    all.forEach(each -> report.append(each.row()).append('\n'));
    report.append('\n').append(ratios()).append('\n').append(growth());
    System.out.println("\n" + report);
    Files.writeString(options.directory().resolve("ingest.md"), report);
  }

  private String growth() {
    StringBuilder growth = new StringBuilder();
    footprints.forEach(
        (name, sizes) -> {
          List<Measurement> own = all.stream().filter(each -> each.subject().equals(name)).toList();
          boolean byRooms = options.roomSizes().size() > 1;
          growth.append(new Growth(name, own, sizes, byRooms).lines());
        });
    return growth.toString();
  }

  /** The median of each subject against the first one's, at the most tracks. */
  private String ratios() {
    StringBuilder ratios = new StringBuilder();
    int most = options.tracks().get(options.tracks().size() - 1);
    Double first = null;
    for (String name : options.subjects()) {
      List<Double> sorted =
          all.stream()
              .filter(each -> each.subject().equals(name) && each.tracks() == most)
              .map(Measurement::cpuUsPerMessage)
              .sorted(Comparator.naturalOrder())
              .toList();
      if (!sorted.isEmpty()) {
        double median = sorted.get(sorted.size() / 2);
        first = first == null ? median : first;
        ratios.append(
            String.format(
                Locale.ROOT,
                "%s: %.1f µs per message at %d tracks (%.1f to %.1f), %.2f times %s%n",
                name,
                median,
                most,
                sorted.get(0),
                sorted.get(sorted.size() - 1),
                median / first,
                options.subjects().get(0)));
      }
    }
    return ratios.toString();
  }

  private static String machine() {
    Map<String, String> system = ManagementFactory.getRuntimeMXBean().getSystemProperties();
    return String.format(
        "%s, %d cores, Java %s, %s %s",
        java.time.LocalDate.now(java.time.ZoneOffset.UTC),
        Runtime.getRuntime().availableProcessors(),
        system.get("java.version"),
        system.get("os.name"),
        system.get("os.version"));
  }
}
