package io.roomscribe.bench.ingest;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;

/** Measures what a subject uses in a stretch of time. jvm is null if it is none. */
record Window(Subject subject, JvmMeter jvm, Pacer pacer, Latencies latencies) {

  Measurement measure(String name, int tracks, Duration length)
      throws IOException, InterruptedException {
    ProcessMeter process = new ProcessMeter(subject.pid());
    Subject.Samples samples = subject.samples();
    Map<Long, Long> allocated = jvm == null ? null : jvm.allocated();
    long[] collections = jvm == null ? null : jvm.collections();
    Map<String, Double> threads = process.cpuUsByThread();
    long trouble = pacer.refused() + pacer.broken();
    latencies.start();
    pacer.lags().start();
    long switches = process.switches();
    double systemUs = process.systemUs();
    double cpuUs = process.cpuUs();
    long sent = pacer.sent();
    Thread.sleep(length.toMillis());
    long messages = pacer.sent() - sent;
    double usedUs = process.cpuUs() - cpuUs;
    double usedSystemUs = process.systemUs() - systemUs;
    long switched = process.switches() - switches;
    Map<String, Double> threadsNow = process.cpuUsByThread();
    double compilersUs = ProcessMeter.compilersUs(threads, threadsNow);
    latencies.stop();
    pacer.lags().stop();
    return new Measurement(
        name,
        tracks,
        messages,
        usedUs,
        usedSystemUs,
        compilersUs,
        process.rssKb(),
        switched,
        jvm == null ? -1 : JvmMeter.between(allocated, jvm.allocated()),
        jvm == null ? null : since(collections, jvm.collections()),
        samples == null ? null : subject.samples().since(samples),
        quantiles(latencies),
        latencies.lostCount(),
        quantiles(pacer.lags()),
        pacer.refused() + pacer.broken() - trouble,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        ProcessMeter.busiest(threads, threadsNow, messages));
  }

  private static long[] since(long[] before, long[] after) {
    return new long[] {after[0] - before[0], after[1] - before[1]};
  }

  private static double[] quantiles(Latencies all) {
    return new double[] {all.ms(0.5), all.ms(0.99), all.ms(0.999)};
  }
}
