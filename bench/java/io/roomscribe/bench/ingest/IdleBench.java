package io.roomscribe.bench.ingest;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/**
 * What rooms cost in which nobody says anything: {@code bench.rooms} sessions on each server, first
 * of rooms without a microphone, then of the same rooms after a microphone in each of them was
 * captured for a moment, so that their clocks run and each mixes silence. Each of these has a
 * stream at Gladia's double until {@code roomscribe.gladia.park-after} is over, so it is measured
 * before and after that.
 *
 * <p>A muted microphone that stays open is no silence to a server: LiveKit's egress sends its
 * silence like any sound, and that costs what a track costs.
 */
public final class IdleBench {

  /** Of each microphone. */
  private static final int MESSAGES = 30;

  /** After it silence has lasted long enough as shipped. */
  private static final Duration PARKED = Duration.ofSeconds(45);

  private final Options options = Options.ofSystemProperties();
  private final int rooms = Integer.parseInt(Options.text("rooms", "1000"));

  private IdleBench() {}

  /** Runs it; false if a server failed. */
  public static boolean run() throws InterruptedException {
    return new IdleBench().measureAll();
  }

  private boolean measureAll() throws InterruptedException {
    System.out.println(
        "| server | rooms | CPU share of a core, without the JVM's compilers | switches per s | kB"
            + " allocated per s | RSS MB | busiest, µs per s |\n|---|---|---|---|---|---|---|");
    boolean whole = true;
    for (String name : options.subjects()) {
      if (name.equals("wildfly") || name.equals("payara")) {
        whole &= measure(name);
      }
    }
    return whole;
  }

  private boolean measure(String name) throws InterruptedException {
    try (Pacer pacer = new Pacer(MESSAGES)) {
      pacer.start();
      try (Deployment server = new Subjects(options, pacer, new Latencies()).deploy(name);
          JvmMeter jvm = JvmMeter.attach(server.pid())) {
        window(name, "none", server, jvm);
        server.addRooms(rooms);
        window(name, rooms + " without a microphone", server, jvm);
        server.soundBriefly();
        window(name, rooms + " that were heard, with streams", server, jvm);
        Thread.sleep(PARKED.toMillis());
        window(name, rooms + " that were heard, parked", server, jvm);
        return true;
      }
    } catch (IOException e) {
      System.out.println(name + " failed: " + e.getMessage());
      return false;
    }
  }

  private void window(String name, String what, Deployment server, JvmMeter jvm)
      throws InterruptedException {
    Thread.sleep(options.warmUp().toMillis());
    ProcessMeter process = new ProcessMeter(server.pid());
    Usage usage = new Usage(process, jvm);
    long beganNs = System.nanoTime();
    Thread.sleep(options.window().toMillis());
    double seconds = (System.nanoTime() - beganNs) / 1e9;
    Usage.Used used = usage.soFar();
    System.out.println(
        String.format(
            Locale.ROOT,
            "| %s | %s | %.1f %% | %.0f | %.0f | %d | %s |",
            name,
            what,
            used.warmCpuUs() / seconds / 1e4,
            used.switches() / seconds,
            used.allocatedBytes() / 1_000.0 / seconds,
            process.rssKb() / 1_024,
            used.threads().busiest(seconds)));
  }
}
