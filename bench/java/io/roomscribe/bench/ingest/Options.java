package io.roomscribe.bench.ingest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What to measure, from system properties. Another one, bench.park-after, is the silence after
 * which the servers close a stream, as they ship if not given.
 *
 * @param subjects bench.subjects: of wildfly, payara, c, nio, node, node-mix
 * @param tracks bench.tracks: how many at a time, rising; all on one start of the subject
 * @param roomSizes bench.tracks-per-room: tracks of a room, one start of the subject for each size
 * @param warmUp bench.warm-up: before the first measurement, ISO 8601
 * @param window bench.window: length of a measurement
 * @param repeats bench.repeats: measurements of each number of tracks
 * @param heap bench.heap: most and least heap of the servers
 * @param javaOptions bench.java-options: more options of the servers' JVMs, separated by blanks; by
 *     default one that makes the whole heap resident, so that what RSS grows by is not heap
 * @param directory bench.directory: for logs, data and the report
 */
record Options(
    List<String> subjects,
    List<Integer> tracks,
    List<Integer> roomSizes,
    Duration warmUp,
    Duration window,
    int repeats,
    String heap,
    List<String> javaOptions,
    Path directory) {

  static Options ofSystemProperties() {
    return new Options(
        list("subjects", "c,nio,node,node-mix,wildfly,payara"),
        list("tracks", "50,100,200,300").stream().map(Integer::parseInt).toList(),
        list("tracks-per-room", "16").stream().map(Integer::parseInt).toList(),
        Duration.parse(text("warm-up", "PT30S")),
        Duration.parse(text("window", "PT20S")),
        Integer.parseInt(text("repeats", "3")),
        text("heap", "2g"),
        Arrays.stream(text("java-options", "-XX:+AlwaysPreTouch").split(" "))
            .filter(each -> !each.isEmpty())
            .toList(),
        Path.of(text("directory", "target/bench")).toAbsolutePath());
  }

  /** The same for rooms of one size. */
  Options withRoomsOf(int size) {
    return new Options(
        subjects, tracks, List.of(size), warmUp, window, repeats, heap, javaOptions, directory);
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
