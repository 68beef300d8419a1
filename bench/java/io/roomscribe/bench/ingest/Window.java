package io.roomscribe.bench.ingest;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** Measures what a subject uses in a stretch of time. jvm is null if it is none. */
record Window(Subject subject, JvmMeter jvm, Pacer pacer, Latencies latencies) {

  private static final double KB = 1_024;

  /** How much is put on it. */
  record Load(int tracks, int rooms) {}

  /**
   * The memory that a load takes.
   *
   * @param liveHeapKb what a full collection leaves; 0 if it is no JVM
   * @param besideKb what is resident beside the heap, all of which is taken to be
   */
  record Footprint(Load load, double liveHeapKb, double besideKb) {}

  /** Collects the subject's garbage, which stops it for a moment. */
  Footprint footprint(Load load) throws IOException {
    double rssKb = new ProcessMeter(subject.pid()).rssKb();
    JvmMeter.Memory memory = jvm == null ? new JvmMeter.Memory(0, 0) : jvm.collect();
    return new Footprint(load, memory.liveHeapBytes() / KB, rssKb - memory.heapBytes() / KB);
  }

  Measurement measure(String name, Load load, Duration length)
      throws IOException, InterruptedException {
    ProcessMeter process = new ProcessMeter(subject.pid());
    Subject.Samples samples = subject.samples();
    long trouble = pacer.refused() + pacer.broken();
    if (jvm != null) {
      jvm.pauses().start();
    }
    latencies.start();
    pacer.lags().start();
    Usage usage = new Usage(process, jvm);
    long sent = pacer.sent();
    Thread.sleep(length.toMillis());
    long messages = pacer.sent() - sent;
    Usage.Used used = usage.soFar();
    latencies.stop();
    pacer.lags().stop();
    return new Measurement(
        name,
        load,
        messages,
        used,
        process.rssKb(),
        jvm == null ? null : jvm.pauses().summary(),
        samples == null ? null : subject.samples().since(samples),
        quantiles(latencies),
        latencies.lostCount(),
        quantiles(pacer.lags()),
        pacer.refused() + pacer.broken() - trouble,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static double[] quantiles(Latencies all) {
    return new double[] {all.ms(0.5), all.ms(0.99), all.ms(0.999)};
  }
}
