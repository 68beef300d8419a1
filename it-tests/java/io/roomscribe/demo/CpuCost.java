package io.roomscribe.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * What hearing the conversation cost the machine.
 *
 * @param server CPU time of the server's process
 * @param children CPU time of its child processes that still run: FFmpeg, when RTMP is decoded
 * @param at when
 */
record CpuCost(Duration server, Duration children, Instant at) {

  /** Up to now. */
  static CpuCost of(ProcessHandle server) {
    Duration children =
        server.descendants().map(CpuCost::cpu).reduce(Duration.ZERO, Duration::plus);
    return new CpuCost(cpu(server), children, Instant.now());
  }

  /** What came since an earlier time, by the minute of audio. */
  String reportSince(CpuCost earlier) {
    double minutes = seconds(Duration.between(earlier.at, at)) / 60;
    return String.format(
        Locale.ROOT,
        "CPU                   %.1f s of the server and %.1f s of FFmpeg for a minute of audio%n",
        seconds(server.minus(earlier.server)) / minutes,
        seconds(children.minus(earlier.children)) / minutes);
  }

  private static Duration cpu(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
