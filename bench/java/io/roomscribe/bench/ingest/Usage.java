package io.roomscribe.bench.ingest;

import java.util.Map;

/** What a process uses from now on. jvm is null if it is none. */
final class Usage {

  private final ProcessMeter process;
  private final JvmMeter jvm;
  private final Map<Long, Long> allocated;
  private final Map<String, Double> threads;
  private final long switches;
  private final double systemUs;
  private final double cpuUs;

  /**
   * Until it was asked.
   *
   * @param cpuUs CPU time
   * @param systemUs of it, the system's
   * @param switches context switches
   * @param compilersUs of the CPU time, the JVM's compilers', which end when it is warm
   * @param allocatedBytes by its threads; -1 if it is no JVM
   * @param threads CPU time of threads by their names, before and now
   */
  record Used(
      double cpuUs,
      double systemUs,
      long switches,
      double compilersUs,
      long allocatedBytes,
      Threads threads) {

    /** Without the JVM's compilers: a server runs for longer than we watch it. */
    double warmCpuUs() {
      return cpuUs - compilersUs;
    }
  }

  /** In µs since the process began. */
  record Threads(Map<String, Double> before, Map<String, Double> now) {

    /** Those that used most, divided by a number. */
    String busiest(double by) {
      return ProcessMeter.busiest(before, now, by);
    }
  }

  Usage(ProcessMeter process, JvmMeter jvm) {
    this.process = process;
    this.jvm = jvm;
    this.allocated = jvm == null ? null : jvm.allocated();
    this.threads = process.cpuUsByThread();
    this.switches = process.switches();
    this.systemUs = process.systemUs();
    this.cpuUs = process.cpuUs();
  }

  Used soFar() {
    double usedUs = process.cpuUs() - cpuUs;
    double usedSystemUs = process.systemUs() - systemUs;
    long switched = process.switches() - switches;
    Threads both = new Threads(threads, process.cpuUsByThread());
    return new Used(
        usedUs,
        usedSystemUs,
        switched,
        ProcessMeter.compilersUs(both.before(), both.now()),
        jvm == null ? -1 : JvmMeter.between(allocated, jvm.allocated()),
        both);
  }
}
