package io.roomscribe.faults;

import static io.roomscribe.faults.Fault.Instants.RANDOM_ONCE;
import static io.roomscribe.faults.Fault.Instants.RANDOM_TWENTY;
import static io.roomscribe.faults.Fault.Instants.WORD_AND_PAUSE;
import static io.roomscribe.faults.Surroundings.Layout.ONE;
import static io.roomscribe.faults.Surroundings.Layout.TWO_APART;
import static io.roomscribe.faults.Surroundings.Layout.TWO_SHARED;

import io.roomscribe.faults.Fault.Injection;
import io.roomscribe.standin.gladia.Faults.Break;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Everything that is tried. */
final class Faults {

  /** The control: the same conversation, and nothing goes wrong. */
  static final String NONE = "none";

  /** The most telling ones that take no longer than a conversation and a start of the server. */
  private static final List<String> FEW = List.of("gladia-1006-acks-lost", "kill-9");

  private static final Duration NOTHING = Duration.ZERO;
  private static final Duration SOON = Duration.ofSeconds(20);

  /** From the death of a node to the first caption of the next one. */
  private static final Duration TAKEOVER = Duration.ofSeconds(15);

  /** A second of audio that arrives and is never acknowledged. */
  private static final long UNACKNOWLEDGED_BYTES = 32_000;

  private Faults() {}

  /** All of them. */
  static List<Fault> all() {
    List<Fault> all = new ArrayList<>();
    all.add(new Fault(NONE, ONE, RANDOM_ONCE, NOTHING, SOON, scene -> {}));
    all.addAll(ofGladia());
    all.addAll(ofLiveKit());
    all.add(
        new Fault(
            "database-stopped-30s",
            ONE,
            RANDOM_ONCE,
            NOTHING,
            SOON.plusSeconds(30),
            scene -> {
              scene.surroundings().postgres().stop();
              scene.pause(Duration.ofSeconds(30));
              scene.surroundings().postgres().start();
            }));
    all.addAll(ofNodes());
    return all;
  }

  private static List<Fault> ofGladia() {
    Duration minute = Duration.ofMinutes(1);
    return List.of(
        gladia("gladia-1006", SOON, breaks(1006, false, 0)),
        gladia("gladia-1006-acks-lost", SOON, breaks(1006, false, UNACKNOWLEDGED_BYTES)),
        gladia("gladia-1011", SOON, breaks(1011, false, UNACKNOWLEDGED_BYTES)),
        gladia("gladia-1009", SOON, breaks(1009, false, UNACKNOWLEDGED_BYTES)),
        gladia("gladia-4408", SOON, breaks(4408, true, UNACKNOWLEDGED_BYTES)),
        gladia("gladia-4504", SOON, breaks(4504, true, UNACKNOWLEDGED_BYTES)),
        gladia(
            "gladia-late-acks-5s",
            SOON,
            scene -> {
              scene.gladia().faults().delayAcks(Duration.ofSeconds(5));
              scene.pause(Duration.ofSeconds(15));
              scene.gladia().faults().clear();
            }),
        gladia(
            "gladia-429-60s",
            SOON.plusMinutes(1),
            scene -> {
              scene.gladia().faults().rejectPosts(429, minute);
              breaks(4408, true, UNACKNOWLEDGED_BYTES).inject(scene);
              scene.pause(minute);
            }),
        outage("gladia-outage-20s", Duration.ofSeconds(20)),
        outage("gladia-outage-5min", Duration.ofMinutes(5)));
  }

  private static Fault outage(String name, Duration length) {
    return gladia(
        name,
        SOON.plus(length),
        scene -> {
          scene.gladia().refuseConnections();
          scene.pause(length);
          scene.gladia().acceptConnections();
        });
  }

  private static Fault gladia(String name, Duration recoveryBound, Injection injection) {
    // Whatever Gladia does, all audio is kept until it has been transcribed.
    return new Fault(name, ONE, WORD_AND_PAUSE, NOTHING, recoveryBound, injection);
  }

  private static Injection breaks(int code, boolean endsSession, long unacknowledgedBytes) {
    return scene ->
        scene
            .gladia()
            .faults()
            .breakConnection(new Break(0, unacknowledgedBytes, code, endsSession));
  }

  private static List<Fault> ofLiveKit() {
    Duration stall = Duration.ofSeconds(5);
    return List.of(
        new Fault(
            "egress-killed",
            ONE,
            WORD_AND_PAUSE,
            Duration.ofSeconds(15),
            SOON,
            scene -> scene.liveKit().egresses().kill(scene.egresses().get(0))),
        new Fault(
            "network-stall-5s-lost",
            ONE,
            RANDOM_ONCE,
            Duration.ofSeconds(8),
            SOON,
            scene -> {
              scene.egresses().forEach(each -> scene.liveKit().egresses().lose(each, stall));
              scene.pause(stall);
            }),
        new Fault(
            "network-stall-5s-burst",
            ONE,
            RANDOM_ONCE,
            Duration.ofSeconds(8),
            SOON,
            scene -> {
              scene.egresses().forEach(each -> scene.liveKit().egresses().stall(each, stall));
              scene.pause(stall);
            }));
  }

  private static List<Fault> ofNodes() {
    Duration restart = Duration.ofSeconds(90);
    return List.of(
        new Fault("kill-9", ONE, RANDOM_TWENTY, restart, restart, Faults::killAndRestart),
        new Fault(
            "sigterm",
            ONE,
            RANDOM_ONCE,
            restart,
            restart,
            scene -> {
              scene.owner().terminate();
              scene.surroundings().start(scene.owner());
              scene.owner().awaitServing();
            }),
        takeover("takeover-killed", TWO_SHARED, scene -> scene.owner().kill()),
        takeover("takeover-killed-journal-apart", TWO_APART, scene -> scene.owner().kill()),
        takeover("takeover-frozen", TWO_SHARED, Faults::freeze),
        takeover("takeover-frozen-journal-apart", TWO_APART, Faults::freeze));
  }

  /** What every build tries, once each. */
  static List<Fault> few() {
    return all().stream()
        .filter(fault -> FEW.contains(fault.name()))
        .map(
            fault ->
                new Fault(
                    fault.name(),
                    fault.layout(),
                    RANDOM_ONCE,
                    fault.gapBound(),
                    fault.recoveryBound(),
                    fault.injection()))
        .toList();
  }

  private static void killAndRestart(Scene scene) throws InterruptedException {
    scene.owner().kill();
    scene.surroundings().start(scene.owner());
    scene.owner().awaitServing();
  }

  private static Fault takeover(String name, Surroundings.Layout layout, Injection injection) {
    return new Fault(name, layout, RANDOM_ONCE, Duration.ofSeconds(30), TAKEOVER, injection);
  }

  /** Twice as long as a lease. */
  private static void freeze(Scene scene) throws InterruptedException {
    scene.owner().freeze();
    scene.pause(Duration.ofSeconds(20));
    scene.owner().wake();
  }
}
