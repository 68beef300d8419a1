package io.roomscribe.rooms;

import io.roomscribe.lanes.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compares LiveKit's egresses with the captures of one session: finds those whose start was not
 * answered, because LiveKit does not take back a start whose caller went away, and ends the
 * captures whose egress has gone or is stuck.
 *
 * <p>Threading: confined to the session's control lane; blocks on LiveKit's API.
 */
final class EgressWatch {

  /** LiveKit lists an egress from its start on; a young one may not have reached the list yet. */
  private static final Duration LIST_DELAY = Duration.ofSeconds(3);

  /** LiveKit tries to publish again for 30 s. */
  private static final Duration RECONNECTING = Duration.ofSeconds(35);

  /**
   * How patient a session is.
   *
   * @param connect from the start of an egress until it dials: LiveKit waits up to 30 s for the
   *     track, and its dial may take 45 s
   * @param stall without a byte on an open connection, once audio had come
   * @param unconfirmed until an egress whose start was not answered is given up
   */
  record Patience(Duration connect, Duration stall, Duration unconfirmed) {}

  private final Captures.SessionKey key;
  private final RoomGateway gateway;
  private final CaptureUrls urls;
  private final Clock clock;
  private final Captures captures;
  private final Patience patience;

  EgressWatch(Captures.SessionKey key, Captures.Tools tools, Captures captures, Patience patience) {
    this.key = key;
    this.gateway = tools.gateway();
    this.urls = tools.urls();
    this.clock = tools.clock();
    this.captures = captures;
    this.patience = patience;
  }

  /**
   * Looks at all egresses of the room that have not ended.
   *
   * @return those that send to this session but belong to no capture: doubles of lost answers,
   *     given-up attempts
   */
  List<EgressState> compare(List<EgressState> egresses) {
    confirm(egresses);
    List<EgressState> strays =
        egresses.stream()
            .filter(captures::isOurs)
            .filter(egress -> egress.status() != EgressState.Status.ENDING)
            .filter(egress -> !captures.isHeld(egress))
            .toList();
    settle(egresses);
    return strays;
  }

  /** An egress reported a new state. */
  void changed(EgressState egress) {
    for (Followed followed : captures.live()) {
      Capture capture = followed.liveCapture();
      if (capture == null || !isIts(egress, followed, capture)) {
        continue;
      }
      if (egress.status().isTerminal()) {
        captures.failed(followed, "egress " + egress.status() + reason(egress));
      } else {
        capture.confirmed(egress.egressId(), clock.nanoTime());
      }
    }
  }

  private void confirm(List<EgressState> egresses) {
    for (Followed followed : captures.live()) {
      Capture capture = followed.liveCapture();
      if (capture == null || !capture.egressId().isEmpty()) {
        continue;
      }
      egresses.stream()
          .filter(egress -> isIts(egress, followed, capture))
          .findFirst()
          .ifPresent(egress -> capture.confirmed(egress.egressId(), clock.nanoTime()));
    }
  }

  private boolean isIts(EgressState egress, Followed followed, Capture capture) {
    if (!capture.egressId().isEmpty()) {
      return capture.egressId().equals(egress.egressId());
    }
    return urls.isOf(key.sessionId(), capture, egress) && !followed.hadEgress(egress.egressId());
  }

  private void settle(List<EgressState> egresses) {
    Set<String> active = new HashSet<>();
    egresses.forEach(egress -> active.add(egress.egressId()));
    for (Followed followed : captures.live()) {
      Capture capture = followed.liveCapture();
      if (capture != null) {
        settle(followed, capture, active);
      }
    }
  }

  private void settle(Followed followed, Capture capture, Set<String> active) {
    long nowNs = clock.nanoTime();
    if (capture.egressId().isEmpty()) {
      if (!capture.isConnected() && capture.ageNs(nowNs) > patience.unconfirmed().toNanos()) {
        captures.failed(followed, "the start was not answered and no egress came of it");
      }
    } else if (!active.contains(capture.egressId())) {
      if (capture.ageNs(nowNs) > LIST_DELAY.toNanos()) {
        settleGone(followed, capture);
      }
    } else if (isStuck(capture, nowNs)) {
      captures.stop(capture.egressId());
      captures.failed(followed, stuckHow(capture));
    }
  }

  /** Not among the active ones: ended, unless the list is behind. */
  private void settleGone(Followed followed, Capture capture) {
    Optional<EgressState> found = gateway.egress(key.room(), capture.egressId());
    if (found.isEmpty()) {
      captures.failed(followed, "LiveKit no longer knows the egress");
    } else if (found.get().status().isTerminal()) {
      captures.failed(followed, "egress " + found.get().status() + reason(found.get()));
    }
  }

  private boolean isStuck(Capture capture, long nowNs) {
    return switch (capture.state()) {
      case CONNECTED -> capture.hasAudio() && capture.silentNs(nowNs) > patience.stall().toNanos();
      case LOST -> capture.inStateNs(nowNs) > RECONNECTING.toNanos();
      default -> capture.inStateNs(nowNs) > patience.connect().toNanos();
    };
  }

  private static String stuckHow(Capture capture) {
    return switch (capture.state()) {
      case CONNECTED -> "no audio arrives";
      case LOST -> "the egress did not connect again";
      default -> "the egress did not connect";
    };
  }

  private static String reason(EgressState egress) {
    return egress.error().isEmpty() ? "" : ": " + egress.error();
  }
}
