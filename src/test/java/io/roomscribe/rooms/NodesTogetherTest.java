package io.roomscribe.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomscribe.cluster.FakeBus;
import io.roomscribe.lanes.ManualClock;
import io.roomscribe.lanes.ManualLanes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What arrives at one node and concerns a session of another. */
class NodesTogetherTest {

  private static final Duration ROUND = Duration.ofSeconds(10);

  private final ManualClock clock = new ManualClock();
  private final ManualLanes lanes = new ManualLanes(clock);
  private final FakeBus bus = new FakeBus();
  private final Set<String> requests = new TreeSet<>();
  private final Node owner = new Node("s1");
  private final Node other = new Node("s2");

  /** One node's beans, with what its sessions were told. */
  private final class Node extends RunningSessions {
    private final String session;
    private final List<String> told = new ArrayList<>();
    private final SharedHints hints = new SharedHints();
    private final StopRequests stops = new StopRequests();
    private boolean mayAct = true;

    Node(String session) {
      this.session = session;
      hints.running = this;
      hints.bus = bus.node();
      hints.begin(null);
      stops.running = this;
      stops.bus = bus.node();
      stops.store = new Requests(session);
      stops.settings = new RoomSettings();
      stops.settings.reconcileInterval = ROUND;
      stops.lanes = NodesTogetherTest.this.lanes;
      stops.open();
      stops.begin();
    }

    @Override
    Collection<RoomSession> all() {
      return Collections.singletonList(null); // one, which nobody looks at here
    }

    @Override
    boolean stopHere(String sessionId) {
      boolean isHere = mayAct && sessionId.equals(session);
      if (isHere) {
        told.add("stop");
        requests.remove(sessionId); // it is STOPPING now
      }
      return isHere;
    }

    @Override
    void leaveAlone(String room) {
      told.add("leave alone " + room);
    }

    @Override
    void roomChanged(String room) {
      told.add("webhook " + room);
    }

    @Override
    boolean lookSoon(String room) {
      return told.add("look " + room);
    }

    @Override
    void roomFinished(String room) {
      told.add("finished " + room);
    }

    @Override
    void egressChanged(EgressState egress) {
      told.add(egress.egressId() + " " + egress.status() + " " + egress.captureUrl());
    }
  }

  private final class Requests extends SessionStore {
    private final String session;

    Requests(String session) {
      this.session = session;
    }

    @Override
    void askToStop(String id) {
      requests.add(id);
    }

    @Override
    List<String> askedToStop() {
      return requests.stream().filter(session::equals).toList();
    }
  }

  private SessionView session(String id, SessionState state) {
    SessionOptions options =
        new SessionOptions(List.of(), false, List.of(), true, 0.3, "auto", false);
    SessionView first =
        SessionRecord.first(id, new SessionRecord.Request("standup", options, "x"), clock.now());
    SessionRecord record = new SessionRecord(first, Duration.ZERO, view -> {});
    record.to(state, "test", clock.now());
    return record.view();
  }

  @Test
  void stop_atTheOwner_isNotStored() {
    owner.stops.stop(session("s1", SessionState.ACTIVE));
    lanes.run();

    assertThat(owner.told).containsExactly("stop", "leave alone standup");
    assertThat(requests).isEmpty();
  }

  @Test
  void stop_atAnotherNode_reachesTheOwnerAtOnceAndNobodyStartsTheRoomAgain() {
    other.stops.stop(session("s1", SessionState.ACTIVE));
    lanes.run();

    assertThat(owner.told).containsExactly("leave alone standup", "stop");
    assertThat(other.told).containsExactly("leave alone standup");
  }

  @Test
  void stop_messageLost_reachesTheOwnerWithItsNextRound() {
    bus.losing = topic -> true;
    other.stops.stop(session("s1", SessionState.ACTIVE));
    lanes.run();
    assertThat(owner.told).isEmpty();

    lanes.advance(ROUND);

    assertThat(owner.told).containsExactly("stop");
  }

  @Test
  void stop_ownerDoesNotKnowWhetherItStillIs_isStoredForWhoeverIs() {
    owner.mayAct = false;
    owner.stops.stop(session("s1", SessionState.ACTIVE));
    lanes.run();
    assertThat(requests).containsExactly("s1");

    owner.mayAct = true;
    lanes.advance(ROUND);

    assertThat(owner.told).contains("stop");
  }

  @Test
  void stop_sessionThatIsOver_changesNothing() {
    other.stops.stop(session("s1", SessionState.ENDED));
    lanes.run();

    assertThat(other.told).isEmpty();
    assertThat(requests).isEmpty();
    assertThat(bus.published).isEmpty();
  }

  @Test
  void webhook_atAnotherNode_reachesTheOwnerWithoutTheEgressesUrl() {
    Instant startedAt = Instant.parse("2026-01-01T00:00:01Z");
    EgressState egress =
        new EgressState(
            "EG_1",
            "standup",
            "TR_1",
            "ws://node/egress/audio/s1/TR_1?token=secret",
            EgressState.Status.FAILED,
            startedAt,
            "no route");

    other.hints.roomChanged("standup");
    other.hints.egressChanged(egress);
    other.hints.roomFinished("standup");

    assertThat(owner.told).containsExactly("look standup", "EG_1 FAILED ", "finished standup");
    assertThat(other.told.get(0)).isEqualTo("webhook standup");
    assertThat(SharedHints.message(egress).toString()).doesNotContain("secret");
    assertThat(SharedHints.egress(SharedHints.message(egress)))
        .usingRecursiveComparison()
        .ignoringFields("captureUrl")
        .isEqualTo(egress);
  }

  @Test
  void webhook_passedOn_isNotPassedOnAgain() {
    other.hints.roomChanged("standup");

    assertThat(bus.published).hasSize(1);
  }
}
