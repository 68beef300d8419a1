package io.roomscribe.bench;

import io.roomscribe.bench.attribution.AttributionBench;
import io.roomscribe.bench.ingest.FanoutBench;
import io.roomscribe.bench.ingest.IdleBench;
import io.roomscribe.bench.ingest.IngestBench;
import io.roomscribe.bench.kernel.KernelBench;
import io.roomscribe.bench.query.QueryBench;
import java.util.List;

/**
 * Runs the parts that the system property {@code bench} names: kernel, ingest, fanout, idle,
 * attribution, query.
 */
public final class Bench {

  private Bench() {}

  /** Exit code 0 only if all of them ran. */
  public static void main(String[] args) throws Exception {
    boolean whole = true;
    for (String part : List.of(System.getProperty("bench").split(","))) {
      whole &=
          switch (part) {
            case "kernel" -> KernelBench.run();
            case "ingest" -> IngestBench.run();
            case "fanout" -> FanoutBench.run();
            case "idle" -> IdleBench.run();
            case "attribution" -> AttributionBench.run();
            case "query" -> QueryBench.run();
            default -> throw new IllegalArgumentException("no part " + part);
          };
    }
    // Threads of the doubles' web server would keep the process.
    System.exit(whole ? 0 : 1);
  }
}
