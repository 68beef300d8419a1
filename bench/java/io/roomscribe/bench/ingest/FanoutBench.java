package io.roomscribe.bench.ingest;

import java.io.IOException;
import java.util.Locale;

/**
 * How long a final takes from Gladia to each of very many viewers of one room, some of whom never
 * read: on each server, {@code bench.viewers} and {@code bench.slow-viewers} of them.
 */
public final class FanoutBench {

  private static final int MARKS = 40;

  /** The first ones find code that is not compiled yet. */
  private static final int WARM_UP = 10;

  private static final long APART_MS = 1_000;
  private static final long PATIENCE_MS = 60_000;

  private final Options options = Options.ofSystemProperties();
  private final int viewers = Integer.parseInt(Options.text("viewers", "2000"));
  private final int slow = Integer.parseInt(Options.text("slow-viewers", "50"));

  private FanoutBench() {}

  /** Runs it; false if a server failed. */
  public static boolean run() throws IOException, InterruptedException {
    return new FanoutBench().measureAll();
  }

  private boolean measureAll() throws IOException, InterruptedException {
    System.out.println(
        "| server | viewers, and slow ones | shown: seen, ms p50, p99, most | stored: seen, ms p50,"
            + " p99, most | connections ended |\n|---|---|---|---|---|");
    boolean whole = true;
    for (String name : options.subjects()) {
      if (name.equals("wildfly") || name.equals("payara")) {
        whole &= measure(name);
      }
    }
    return whole;
  }

  private boolean measure(String name) throws IOException, InterruptedException {
    try (Pacer pacer = new Pacer()) {
      pacer.start();
      try (Deployment server = new Subjects(options, pacer, new Latencies()).deploy(name)) {
        server.addTracks(1);
        try (SseCrowd crowd = new SseCrowd(server.captions(), Deployment.API_KEY, MARKS)) {
          gather(crowd);
          talk(server, crowd);
          System.out.println(row(name, crowd));
          return true;
        }
      }
    } catch (IOException e) {
      System.out.println(name + " failed: " + e.getMessage());
      return false;
    }
  }

  private void gather(SseCrowd crowd) throws IOException, InterruptedException {
    for (int i = 0; i < slow; i++) {
      crowd.join(false);
    }
    for (int i = 0; i < viewers; i++) {
      crowd.join(true);
    }
    for (long waited = 0; crowd.connected() < viewers; waited += 100) {
      if (waited > PATIENCE_MS) {
        throw new IOException("only " + crowd.connected() + " viewers are connected");
      }
      Thread.sleep(100);
    }
  }

  private static void talk(Deployment server, SseCrowd crowd) throws InterruptedException {
    for (int mark = 0; mark < MARKS; mark++) {
      if (mark == WARM_UP) {
        crowd.shown().start();
        crowd.stored().start();
      }
      server.say(crowd.said(mark));
      Thread.sleep(APART_MS);
    }
  }

  private String row(String name, SseCrowd crowd) {
    int due = viewers * (MARKS - WARM_UP);
    return String.format(
        Locale.ROOT,
        "| %s | %d, %d | %s | %s | %d |",
        name,
        viewers,
        slow,
        figures(crowd.shown(), due),
        figures(crowd.stored(), due),
        crowd.ended());
  }

  private static String figures(Latencies seen, int due) {
    return String.format(
        Locale.ROOT,
        "%d of %d, %.1f, %.1f, %.1f",
        seen.count(),
        due,
        seen.ms(0.5),
        seen.ms(0.99),
        seen.ms(1));
  }
}
