package io.roomscribe.bench.ingest;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * How a subject's costs grow with tracks and rooms, said in lines.
 *
 * @param subject its name
 * @param measurements all of the subject
 * @param footprints all of the subject
 * @param byRooms whether the size of rooms was varied
 */
record Growth(
    String subject,
    List<Measurement> measurements,
    List<Window.Footprint> footprints,
    boolean byRooms) {

  private static final double US_PER_MS = 1_000;

  /** A line for CPU time, and one for each part of the memory. */
  String lines() {
    String cpu =
        line(
            "CPU ms per s",
            measurements.stream().map(each -> point(each.load(), cpuMsPerSecond(each))).toList());
    return cpu
        + memory("live heap kB", Window.Footprint::liveHeapKb)
        + memory("memory beside the heap kB", Window.Footprint::besideKb)
        + memory("both kB", each -> each.liveHeapKb() + each.besideKb());
  }

  private String memory(String what, ToDoubleFunction<Window.Footprint> kb) {
    return line(
        what, footprints.stream().map(each -> point(each.load(), kb.applyAsDouble(each))).toList());
  }

  private static double cpuMsPerSecond(Measurement each) {
    return each.cpuUsPerMessage() * each.load().tracks() * WireFrames.PER_SECOND / US_PER_MS;
  }

  private Fit.Point point(Window.Load load, double value) {
    double[] quantities =
        byRooms ? new double[] {load.tracks(), load.rooms()} : new double[] {load.tracks()};
    return new Fit.Point(quantities, value);
  }

  private String line(String what, List<Fit.Point> points) {
    try {
      Fit fit = Fit.through(points);
      double[] coefficients = fit.coefficients();
      String rooms = byRooms ? String.format(Locale.ROOT, " + %.2f per room", coefficients[2]) : "";
      return String.format(
          Locale.ROOT,
          "%s: %s = %.1f + %.3f per track%s, R² %.4f of %d points%n",
          subject,
          what,
          coefficients[0],
          coefficients[1],
          rooms,
          fit.rSquared(),
          points.size());
    } catch (ArithmeticException e) {
      return subject + ": no fit of " + what + ", " + e.getMessage() + "\n";
    }
  }
}
