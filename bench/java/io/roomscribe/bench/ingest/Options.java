package io.roomscribe.bench.ingest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What to measure, from system properties. Another one, bench.payara-boot, names a file of commands
 * that Payara Micro runs before it boots, to try out its settings.
 *
 * @param subjects bench.subjects: of wildfly, payara, c, nio, node
 * @param tracks bench.tracks: how many at a time, rising; all on one start of the subject
 * @param tracksPerRoom bench.tracks-per-room
 * @param warmUp bench.warm-up: before the first measurement, ISO 8601
 * @param window bench.window: length of a measurement
 * @param repeats bench.repeats: measurements of each number of tracks
 * @param heap bench.heap: most and least heap of the servers
 * @param javaOptions bench.java-options: more options of the servers' JVMs, separated by blanks
 * @param directory bench.directory: for logs, data and the report
 */
record Options(
    List<String> subjects,
    List<Integer> tracks,
    int tracksPerRoom,
    Duration warmUp,
    Duration window,
    int repeats,
    String heap,
    List<String> javaOptions,
    Path directory) {

  static Options ofSystemProperties() {
    return new Options(
        list("subjects", "c,nio,node,wildfly,payara"),
        list("tracks", "50,200").stream().map(Integer::parseInt).toList(),
        Integer.parseInt(text("tracks-per-room", "16")),
        Duration.parse(text("warm-up", "PT30S")),
        Duration.parse(text("window", "PT20S")),
        Integer.parseInt(text("repeats", "3")),
        text("heap", "2g"),
        Arrays.stream(text("java-options", "").split(" ")).filter(each -> !each.isEmpty()).toList(),
        Path.of(text("directory", "target/bench")).toAbsolutePath());
  }

  /** A required path. */
  static Path path(String name) {
    return Path.of(text(name, "")).toAbsolutePath();
  }

  static String text(String name, String otherwise) {
    String given = System.getProperty("bench." + name, "");
    return given.isEmpty() ? otherwise : given;
  }

  private static List<String> list(String name, String otherwise) {
    return List.of(text(name, otherwise).split(","));
  }
}
