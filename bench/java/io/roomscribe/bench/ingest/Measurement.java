package io.roomscribe.bench.ingest;

import java.util.Locale;

/**
 * One window of one subject under one load.
 *
 * @param subject its name
 * @param load open connections, and rooms that they are in
 * @param messages sent in the window
 * @param used by the subject's process
 * @param rssKb at the end
 * @param collections garbage collections; null if it is no JVM
 * @param samples accounting; null for a peer
 * @param latencyMs added latency: median, 99 %, 99.9 %
 * @param marksLost marks that never came out
 * @param lagMs of the load's messages: median, 99 %, 99.9 %
 * @param trouble messages that the subject did not take, and connections that it ended
 * @param loadAverage of the machine, the last minute
 */
record Measurement(
    String subject,
    Window.Load load,
    long messages,
    Usage.Used used,
    long rssKb,
    Pauses.Summary collections,
    Subject.Samples samples,
    double[] latencyMs,
    int marksLost,
    double[] lagMs,
    long trouble,
    double loadAverage) {

  static final String HEADER =
      "| subject | tracks in rooms | µs CPU per message, without the JVM's compilers | of it system, and"
          + " compilers | tracks per core | context switches per message | bytes allocated per"
          + " message | collections (longest, all, ms) | invented, lost ms | added latency p50, p99, p99.9 ms | RSS"
          + " MB | load's lag p50, p99, p99.9 ms | load average |\n"
          + "|---|---|---|---|---|---|---|---|---|---|---|---|---|";

  int tracks() {
    return load.tracks();
  }

  int rooms() {
    return load.rooms();
  }

  double cpuUsPerMessage() {
    return used.warmCpuUs() / messages;
  }

  /** Its busiest threads, µs per message. */
  String busiest() {
    return used.threads().busiest(messages);
  }

  /** A row under {@link #HEADER}. */
  String row() {
    String jvm =
        used.allocatedBytes() < 0
            ? "– | –"
            : String.format(Locale.ROOT, "%d | %s", used.allocatedBytes() / messages, collections);
    String audio =
        samples == null
            ? "– | –"
            : String.format(
                Locale.ROOT,
                "%d, %d%s | %.1f, %.1f, %.1f",
                samples.invented(),
                samples.lost(),
                marksLost == 0 ? "" : " (" + marksLost + " marks)",
                latencyMs[0],
                latencyMs[1],
                latencyMs[2]);
    return String.format(
        Locale.ROOT,
        "| %s | %d in %d | %.1f | %.1f, %.1f | %.0f | %.2f | %s | %s | %d | %.1f, %.1f, %.1f%s | %.1f |",
        subject,
        tracks(),
        rooms(),
        cpuUsPerMessage(),
        used.systemUs() / messages,
        used.compilersUs() / messages,
        1e6 / WireFrames.PER_SECOND / cpuUsPerMessage(),
        (double) used.switches() / messages,
        jvm,
        audio,
        rssKb / 1024,
        lagMs[0],
        lagMs[1],
        lagMs[2],
        trouble == 0 ? "" : " (" + trouble + " refused or broken)",
        loadAverage);
  }
}
