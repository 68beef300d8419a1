package io.roomscribe.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions outlive the process they run in, whether it was stopped or killed. */
class SessionLifeTest {

  private final SessionRig before = new SessionRig("tracks", 100).people("ann", "bob");

  @BeforeEach
  void talk() {
    before.begin();
    before.flow(Duration.ofSeconds(20));
  }

  @Test
  void resume_afterAKill_followsTheRoomAgainUnderTheSameId() {
    SessionRig after = restart(Duration.ofMinutes(2));
    after.flow(Duration.ofSeconds(5));

    SessionView view = after.session.view();
    assertThat(view.id()).isEqualTo("s1");
    assertThat(view.state()).isEqualTo("ACTIVE");
    assertThat(view.epoch()).isEqualTo(before.session.view().epoch());
    assertThat(view.transitions())
        .extracting(SessionView.TransitionView::to, SessionView.TransitionView::cause)
        .containsExactly(
            tuple("WAITING", "requested"),
            tuple("ACTIVE", "a microphone is captured"),
            tuple("WAITING", "resumed after the server stopped"),
            tuple("ACTIVE", "a microphone is captured"));
    assertThat(view.tracks())
        .extracting(SessionView.TrackView::trackId, SessionView.TrackView::attempts)
        .containsExactly(tuple("TR_ann", 2), tuple("TR_bob", 2));
  }

  @Test
  void resume_afterAKill_stopsTheEgressesThatWereLeftBehindAndKeepsItsOwn() {
    List<String> left = before.livekit.running().stream().map(EgressState::egressId).toList();
    SessionRig after = restart(Duration.ofSeconds(30));
    after.flow(Duration.ofSeconds(30));

    assertThat(before.livekit.stops).containsExactlyInAnyOrderElementsOf(left);
    assertThat(after.running()).containsExactlyInAnyOrder("TR_ann", "TR_bob");
  }

  @Test
  void resume_afterAKill_goesOnAtTheWallClocksPositionWithAGapForTheTimeBetween() {
    long heardMs = before.journal.end() / 32;
    assertThat(heardMs).isBetween(18_000L, 20_000L);
    SessionRig after = restart(Duration.ofMinutes(2));
    after.flow(Duration.ofSeconds(5));

    assertThat(after.gaps).isNotEmpty().allMatch(gap -> gap.cause().equals("NODE_DOWN"));
    AudioGap first = after.gaps.get(0);
    AudioGap last = after.gaps.get(after.gaps.size() - 1);
    assertThat(first.trackId()).isNull();
    assertThat(first.fromMs()).isEqualTo(heardMs);
    assertThat(last.toMs()).isBetween(heardMs + 120_000, heardMs + 122_000);
    assertThat(after.session.view().gaps())
        .extracting(SessionView.GapView::cause)
        .contains("NODE_DOWN");
    // Position zero is 20 s of talk and two minutes of nobody ago, less what is still buffered.
    assertThat(after.journal.end() / 32).isBetween(144_000L, 145_100L);
  }

  @Test
  void resume_clockTurnedBack_neverGoesBackBehindWhatWasHeard() {
    long heard = before.journal.end();
    SessionRig after = new SessionRig(before, last(before));
    after.clock.turnBack(Duration.ofHours(1));
    after.resume();
    after.flow(Duration.ofSeconds(5));

    assertThat(after.journal.end()).isGreaterThan(heard).isLessThan(heard + 32 * 6_000);
  }

  @Test
  void resume_roomIsGone_transcribesTheRestAndEnds() {
    before.livekit.roomOpen = false;
    SessionRig after = restart(Duration.ofMinutes(2));
    after.flow(Duration.ofSeconds(25));

    assertThat(after.session.view().state()).isEqualTo("STOPPING");
    after.streams.forEach(FakeStream::ends);
    after.flow(Duration.ofSeconds(20));

    assertThat(after.session.view().state()).isEqualTo("ENDED");
    assertThat(after.session.view().cause()).contains("the room is gone");
    assertThat(after.isForgotten).isTrue();
  }

  @Test
  void resume_wasBeingStopped_startsNoEgressAndEnds() {
    before.session.stop("stopped by request");
    before.lanes.run();
    SessionView stored = last(before);
    assertThat(stored.state()).isEqualTo("STOPPING");
    int starts = before.livekit.starts.size();

    SessionRig after = new SessionRig(before, stored);
    after.resume();
    after.flow(Duration.ofSeconds(5));
    after.streams.forEach(FakeStream::ends);
    after.flow(Duration.ofSeconds(20));

    assertThat(before.livekit.starts).hasSize(starts);
    assertThat(after.session.view().state()).isEqualTo("ENDED");
    assertThat(after.session.view().cause()).isEqualTo("stopped by request");
    assertThat(after.gaps).noneMatch(gap -> gap.cause().equals("NODE_DOWN"));
  }

  @Test
  void resume_nothingHeardYet_beginsLikeANewSession() {
    SessionRig waiting = new SessionRig("tracks", 100);
    waiting.begin();
    SessionRig after = new SessionRig(waiting, waiting.session.view()).people("eve");
    after.lanes.advance(Duration.ofMinutes(1));
    after.resume();
    after.flow(Duration.ofSeconds(5));

    assertThat(after.session.view().state()).isEqualTo("ACTIVE");
    assertThat(after.gaps).isEmpty();
    assertThat(after.journal.end() / 32).isLessThan(6_000);
  }

  @Test
  void suspend_running_stopsItsEgressesKeepsItsAudioAndForgetsTheSession() {
    long endMs = before.journal.end() / 32;
    CompletableFuture<Void> suspended = before.session.suspend().toCompletableFuture();
    before.lanes.run();

    assertThat(suspended).isCompleted();
    assertThat(before.isForgotten).isTrue();
    assertThat(before.livekit.running()).isEmpty();
    assertThat(before.streams).allMatch(stream -> stream.aborted);
    assertThat(before.journal.end() / 32).isGreaterThan(endMs);
    assertThat(before.journal.heldBytes()).isNotNegative();
    SessionView stored = last(before);
    assertThat(stored.state()).isEqualTo("ACTIVE");
    assertThat(stored.endedAt()).isNull();
    assertThat(before.lanes.timers()).isZero();
  }

  @Test
  void suspend_connectionsWereClosedJustBefore_startsNoEgressInTheirPlace() {
    int starts = before.livekit.starts.size();
    before.lines.values().forEach(line -> line.dropped("the connection closed with 1001"));
    before.session.suspend();
    before.lanes.advance(Duration.ofSeconds(30));

    assertThat(before.livekit.starts).hasSize(starts);
    assertThat(last(before).tracks())
        .extracting(SessionView.TrackView::cause)
        .containsOnly("the server stops");
  }

  @Test
  void dropped_serverGoesOn_isCapturedAgain() {
    int starts = before.livekit.starts.size();
    before.lines.get("EG_1").dropped("the connection closed with 1001");
    before.flow(Duration.ofSeconds(5));

    assertThat(before.livekit.starts).hasSize(starts + 1);
  }

  @Test
  void resume_afterASuspension_goesOn() {
    before.session.suspend();
    before.lanes.run();
    SessionRig after = restart(Duration.ofSeconds(10));
    after.flow(Duration.ofSeconds(5));

    assertThat(after.session.view().state()).isEqualTo("ACTIVE");
    assertThat(after.running()).containsExactlyInAnyOrder("TR_ann", "TR_bob");
    assertThat(after.gaps).extracting(AudioGap::cause).containsOnly("NODE_DOWN");
  }

  @Test
  void abandon_anotherNodeHasTakenIt_leavesEgressesAloneAndRunsNothingAnyMore() {
    List<String> running = before.running();
    int starts = before.livekit.starts.size();
    CompletableFuture<Void> abandoned = before.session.abandon().toCompletableFuture();
    before.lanes.advance(Duration.ofSeconds(30));

    assertThat(abandoned).isCompleted();
    assertThat(before.isForgotten).isTrue();
    assertThat(before.livekit.stops).isEmpty();
    assertThat(before.livekit.starts).hasSize(starts);
    assertThat(before.running()).containsExactlyElementsOf(running);
    assertThat(before.streams).isNotEmpty().allMatch(stream -> stream.aborted);
    assertThat(before.lanes.timers()).isZero();
  }

  @Test
  void abandon_isNoEnd_theSessionIsNeitherOverNorMissingAnything() {
    before.session.abandon();
    before.lanes.run();

    assertThat(before.stored).noneMatch(SessionView::isOver);
    assertThat(before.session.view().endedAt()).isNull();
    assertThat(before.gaps).isEmpty();
  }

  @Test
  void abandon_egressesStillSend_theirConnectionsAreClosed() {
    before.session.abandon();
    before.lanes.run();

    assertThat(before.hungUp).containsExactlyInAnyOrderElementsOf(before.lines.keySet());
  }

  private SessionRig restart(Duration down) {
    SessionRig after = new SessionRig(before, last(before));
    after.lanes.advance(down);
    after.resume();
    return after;
  }

  private static SessionView last(SessionRig rig) {
    return rig.stored.get(rig.stored.size() - 1);
  }
}
