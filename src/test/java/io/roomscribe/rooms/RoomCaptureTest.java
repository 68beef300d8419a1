package io.roomscribe.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomCaptureTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  private static SessionRig five(String mode, int egresses) {
    return new SessionRig(mode, egresses).people("ann", "bob", "cid", "dan", "eve");
  }

  private static boolean isRoom(SessionView view) {
    return view.capture().active().equals("room");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void auto_fiveSpeakersAndFewEgresses_capturesTheRoomFromTheStart(int egresses) {
    SessionRig rig = five("auto", egresses);
    rig.begin();
    rig.flow(Duration.ofSeconds(5));

    assertThat(rig.livekit.starts).containsExactly("room-1");
    assertThat(rig.livekit.routes.get("room-1")).isEmpty();
    assertThat(rig.capture().active()).isEqualTo("room");
    assertThat(rig.capture().why()).contains("are more than may run now");
    assertThat(rig.capture().switches()).isEmpty();
    assertThat(rig.session.view().state()).isEqualTo("ACTIVE");
    assertThat(rig.session.view().tracks())
        .extracting(SessionView.TrackView::state)
        .containsOnly("IN_ROOM");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void auto_livekitRefusesSooner_switchesToTheRoomAndReleasesOneTrackForIt(int quota) {
    SessionRig rig = five("auto", 100);
    rig.livekit.quota = quota;
    rig.begin();
    rig.flowUntil(RoomCaptureTest::isRoom, LONG);
    rig.flow(Duration.ofSeconds(2));

    assertThat(rig.capture().active()).isEqualTo("room");
    assertThat(rig.running()).hasSize(1).allMatch(name -> name.startsWith("room-"));
    assertThat(rig.capture().switches()).hasSize(1);
    assertThat(rig.capture().switches().get(0).from()).isEqualTo("tracks");
    assertThat(rig.capture().switches().get(0).to()).isEqualTo("room");
    assertThat(rig.gaps.stream().filter(gap -> gap.cause().equals("RELEASED")))
        .hasSize(1)
        .allMatch(gap -> gap.toMs() == rig.capture().switches().get(0).positionMs());
  }

  @Test
  void auto_refusedWhileRunning_missesOfTheReleasedTrackOnlyWhatFollowsItsLastAudio() {
    SessionRig rig = new SessionRig("auto", 100).people("ann", "bob", "cid");
    rig.begin();
    rig.flow(Duration.ofSeconds(5));
    rig.livekit.quota = 3;
    rig.changes(() -> rig.people("dan"));
    rig.flowUntil(RoomCaptureTest::isRoom, LONG);

    assertThat(rig.capture().active()).isEqualTo("room");
    assertThat(rig.mostRunning).isEqualTo(3);
    List<AudioGap> released =
        rig.gaps.stream().filter(gap -> gap.cause().equals("RELEASED")).toList();
    assertThat(released).hasSize(1);
    assertThat(released.get(0).trackId()).isEqualTo("TR_cid");
    assertThat(released.get(0).participant()).isEqualTo("cid");
    assertThat(released.get(0).fromMs()).isGreaterThanOrEqualTo(5_000);
  }

  @Test
  void auto_enoughEgresses_capturesTracks() {
    SessionRig rig = five("auto", 6);
    rig.begin();
    rig.flow(Duration.ofSeconds(5));

    assertThat(rig.running()).containsExactly("TR_ann", "TR_bob", "TR_cid", "TR_dan", "TR_eve");
    assertThat(rig.capture().active()).isEqualTo("tracks");
  }

  @Test
  void auto_oneMoreThanTracksFor_switchesToTheRoomAndBackOnceThatHasStoodForAWhile() {
    SessionRig rig = new SessionRig("auto", 3).people("ann", "bob");
    rig.begin();
    rig.flow(Duration.ofSeconds(5));
    assertThat(rig.running()).containsExactly("TR_ann", "TR_bob");

    rig.changes(() -> rig.people("cid"));
    rig.flow(Duration.ofSeconds(2));
    assertThat(rig.running()).as("beside the old").containsExactly("TR_ann", "TR_bob", "room-1");
    assertThat(rig.capture().waitingFor()).contains("switch to room");
    rig.flowUntil(RoomCaptureTest::isRoom, LONG);
    rig.flow(Duration.ofSeconds(1));

    assertThat(rig.running()).containsExactly("room-1");
    assertThat(rig.mostRunning).isEqualTo(3);
    SessionView.SwitchView there = rig.capture().switches().get(0);
    assertThat(there.how()).isEqualTo("IN_SILENCE");
    assertThat(there.positionMs()).isPositive();
    assertThat(rig.gaps).noneMatch(gap -> gap.cause().equals("RELEASED"));

    rig.leaves("cid");
    rig.flow(Duration.ofSeconds(25));
    assertThat(rig.running()).as("not yet").containsExactly("room-1");
    rig.flowUntil(view -> view.capture().active().equals("tracks"), LONG);
    rig.flow(Duration.ofSeconds(1));

    assertThat(rig.running()).containsExactly("TR_ann", "TR_bob");
    assertThat(rig.capture().switches())
        .extracting(SessionView.SwitchView::to)
        .containsExactly("room", "tracks");
    assertThat(rig.session.view().tracks().subList(0, 2))
        .extracting(SessionView.TrackView::state)
        .containsOnly("CAPTURING");
  }

  @Test
  void auto_needComesAndGoes_doesNotSwitchBack() {
    SessionRig rig = new SessionRig("auto", 3).people("ann", "bob", "cid");
    rig.begin();
    rig.flow(Duration.ofSeconds(5));
    for (int i = 0; i < 3; i++) {
      rig.leaves("cid");
      rig.flow(Duration.ofSeconds(20));
      rig.changes(() -> rig.people("cid"));
      rig.flow(Duration.ofSeconds(20));
    }

    assertThat(rig.livekit.starts).containsExactly("room-1");
    assertThat(rig.capture().switches()).isEmpty();
  }

  @Test
  void stereo_twoPeople_areOnAChannelEachUntilAThirdComesAndAgainWhenHeHasGone() {
    SessionRig rig = new SessionRig("room", 2).people("ann", "bob");
    rig.begin();
    rig.flow(Duration.ofSeconds(5));
    assertThat(rig.livekit.routes.get("room-1"))
        .containsExactly(
            new ChannelRoute("ann", ChannelRoute.Side.LEFT),
            new ChannelRoute("bob", ChannelRoute.Side.RIGHT));
    assertThat(rig.capture().stereo()).isTrue();

    rig.changes(() -> rig.people("cid"));
    rig.flowUntil(view -> !view.capture().stereo(), LONG);
    rig.flow(Duration.ofSeconds(1));
    assertThat(rig.running()).containsExactly("room-2");
    assertThat(rig.livekit.routes.get("room-2")).isEmpty();

    rig.leaves("cid");
    rig.flowUntil(view -> view.capture().stereo(), Duration.ofSeconds(90));
    assertThat(rig.capture().switches())
        .extracting(SessionView.SwitchView::from, SessionView.SwitchView::to)
        .containsExactly(tuple("room-stereo", "room"), tuple("room", "room-stereo"));
  }

  @Test
  void stereo_oneOfTwoLeaves_staysAsItIs() {
    SessionRig rig = new SessionRig("room", 2).people("ann", "bob");
    rig.begin();
    rig.flow(Duration.ofSeconds(5));
    rig.leaves("bob");
    rig.flow(LONG);

    assertThat(rig.livekit.starts).containsExactly("room-1");
  }

  @Test
  void olderServer_rtmpIsTaken_andItsPublisherMayComeAgain() {
    SessionRig rig = five("auto", 2);
    rig.livekit.knowsRoomEgress = false;
    rig.begin();
    rig.flow(Duration.ofSeconds(5));
    assertThat(rig.livekit.starts).containsExactly("room-1", "rtmp");
    assertThat(rig.capture().active()).isEqualTo("rtmp");
    assertThat(rig.capture().why()).contains("does not know");

    EgressState egress = rig.livekit.egressOf("rtmp");
    rig.lines.remove(egress.egressId()).disconnected("the connection was reset");
    rig.lanes.advance(Duration.ofSeconds(20));
    rig.connect(egress);
    rig.flow(Duration.ofSeconds(30));

    assertThat(rig.livekit.starts).as("the same egress").containsExactly("room-1", "rtmp");
    assertThat(rig.capture().room().state()).isEqualTo("CAPTURING");
  }

  @Test
  void olderServer_knownFromAnotherSession_isNotAskedAgain() {
    SessionRig rig = five("auto", 2);
    rig.livekit.knowsRoomEgress = false;
    rig.livekit.foundTooOld = true;
    rig.begin();
    rig.flow(Duration.ofSeconds(5));

    assertThat(rig.livekit.starts).containsExactly("rtmp");
    assertThat(rig.capture().why()).contains("does not know");
  }

  @Test
  void rtmpPublisherDoesNotComeAgain_egressIsReplacedAfterLivekitGaveUp() {
    SessionRig rig = five("rtmp", 2);
    rig.begin();
    rig.flow(Duration.ofSeconds(5));
    EgressState egress = rig.livekit.egressOf("rtmp");
    rig.lines.remove(egress.egressId()).disconnected("the connection was reset");
    rig.lanes.advance(Duration.ofSeconds(34));
    assertThat(rig.livekit.starts).containsExactly("rtmp");

    rig.lanes.advance(Duration.ofSeconds(30));

    assertThat(rig.livekit.stops).contains(egress.egressId());
    assertThat(rig.livekit.starts).containsExactly("rtmp", "rtmp");
  }

  @Test
  void rtmpAskedForAndNoReceiver_saysWhyAndCapturesOnceThereIsOne() {
    SessionRig rig = five("rtmp", 2);
    rig.receiver.obstacle = "no ffmpeg on the PATH";
    rig.begin();
    assertThat(rig.session.view().trouble()).contains("no ffmpeg on the PATH");
    assertThat(rig.capture().waitingFor()).contains("no ffmpeg on the PATH");
    assertThat(rig.livekit.starts).isEmpty();

    rig.receiver.obstacle = "";
    rig.flow(Duration.ofSeconds(30));

    assertThat(rig.running()).containsExactly("rtmp");
    assertThat(rig.session.view().trouble()).isNull();
  }

  @Test
  void olderServerAndNoRtmp_capturesAsManyTracksAsFitAndSaysWhy() {
    SessionRig rig = five("auto", 2);
    rig.livekit.knowsRoomEgress = false;
    rig.receiver.obstacle = "no ffmpeg on the PATH";
    rig.begin();
    rig.flow(Duration.ofSeconds(5));

    assertThat(rig.running()).containsExactly("TR_ann", "TR_bob");
    assertThat(rig.capture().why()).contains("no ffmpeg on the PATH");
    assertThat(rig.capture().waitingFor()).contains("2 of 2 egresses are in use");
  }

  @Test
  void switch_newEgressNeverConnects_staysAndStopsIt() {
    SessionRig rig = new SessionRig("auto", 3).people("ann", "bob");
    rig.begin();
    rig.flow(Duration.ofSeconds(5));
    rig.mute = egress -> egress.trackId().isEmpty();
    rig.changes(() -> rig.people("cid"));
    rig.flow(Duration.ofSeconds(92));

    assertThat(rig.livekit.stops).isNotEmpty();
    assertThat(rig.capture().active()).isEqualTo("tracks");
    assertThat(rig.running()).contains("TR_ann", "TR_bob");
    assertThat(rig.capture().waitingFor()).contains("given up").contains("in time");
  }

  @Test
  void switch_roomEgressDies_isReplacedAtOnce() {
    SessionRig rig = five("room", 2);
    rig.begin();
    rig.flow(Duration.ofSeconds(40));
    rig.livekit.end("EG_1", EgressState.Status.FAILED, "broken pipe");
    rig.flow(Duration.ofSeconds(1));

    assertThat(rig.livekit.starts).containsExactly("room-1", "room-1");
    assertThat(rig.capture().room().attempts()).isEqualTo(2);
  }

  @Test
  void everybodyLeaves_egressOfTheRoomIsGivenBackAfterAWhile() {
    SessionRig rig = five("room", 1);
    rig.begin();
    rig.flow(Duration.ofSeconds(5));
    rig.changes(rig.livekit.tracks::clear);
    rig.flow(LONG);

    assertThat(rig.running()).isEmpty();
    assertThat(rig.budget.usage().inUse()).isZero();
    assertThat(rig.capture().active()).isEqualTo("none");

    rig.changes(() -> rig.people("ann"));
    rig.flow(Duration.ofSeconds(1));
    assertThat(rig.running()).hasSize(1);
  }

  @Test
  void budgetUsedByAnotherRoom_waitsAndBeginsWhenThatEnds() {
    SessionRig rig = new SessionRig("auto", 1).people("ann");
    rig.budget.join("other", () -> {});
    rig.budget.allot("other", new EgressNeed(2, true));
    assertThat(rig.budget.take("other", false)).isTrue();
    rig.begin();
    assertThat(rig.livekit.starts).isEmpty();
    assertThat(rig.capture().waitingFor()).contains("1 of 1 egresses are in use");

    rig.budget.leave("other");
    rig.lanes.run();

    assertThat(rig.livekit.starts).containsExactly("room-1");
  }

  @Test
  void stop_whileAnEgressIsBeingStarted_doesNotWaitForItAndStopsWhatComesOfIt() {
    SessionRig rig = new SessionRig("tracks", 10).people("ann", "bob");
    rig.livekit.duringStart =
        () -> {
          rig.session.stop("stopped by request");
          rig.lanes.run();
          assertThat(rig.session.view().state()).isEqualTo("ENDED");
        };
    rig.begin();

    assertThat(rig.livekit.starts).containsExactly("TR_ann");
    assertThat(rig.livekit.stops).containsExactly("EG_1");
    assertThat(rig.budget.usage().inUse()).isZero();
  }

  @Test
  void stop_duringASwitch_stopsOldAndNew() {
    SessionRig rig = new SessionRig("auto", 3).people("ann", "bob");
    rig.begin();
    rig.flow(Duration.ofSeconds(5));
    rig.changes(() -> rig.people("cid"));
    rig.flow(Duration.ofSeconds(1));
    rig.session.stop("stopped by request");
    rig.flow(Duration.ofSeconds(15));

    assertThat(rig.running()).isEmpty();
    assertThat(rig.livekit.stops)
        .containsExactlyInAnyOrderElementsOf(List.of("EG_1", "EG_2", "EG_3"));
    assertThat(rig.budget.usage().inUse()).isZero();
  }

  @Test
  void start_connectsBeforeItsAnswerIsLost_isKept() {
    SessionRig rig = new SessionRig("tracks", 2).people("ann");
    rig.livekit.loseNextStartAnswer = true;
    rig.livekit.afterStart = rig::connect;
    rig.begin();
    rig.flow(Duration.ofSeconds(120));

    assertThat(rig.livekit.starts).containsExactly("TR_ann");
    assertThat(rig.livekit.stops).isEmpty();
    assertThat(rig.session.view().tracks().get(0).state()).isEqualTo("CAPTURING");
  }

  @Test
  void start_connectsBeforeItIsRefused_isHungUp() {
    SessionRig rig = new SessionRig("tracks", 2).people("ann");
    rig.livekit.afterStart =
        egress -> {
          rig.connect(egress);
          rig.livekit.end(egress.egressId(), EgressState.Status.FAILED, "no CPU");
          rig.livekit.afterStart = started -> {};
          throw new GatewayException(GatewayException.Category.NO_CAPACITY, "no response");
        };
    rig.begin();

    assertThat(rig.hungUp).containsExactly("EG_1");
    assertThat(rig.budget.usage().inUse()).isZero();
  }

  @Test
  void start_cannotBePrepared_givesItsPlaceBackAndIsTriedAgain() {
    SessionRig rig = five("rtmp", 1);
    rig.receiver.broken = true;
    rig.begin();
    rig.flow(Duration.ofSeconds(15));
    assertThat(rig.livekit.starts).isEmpty();
    assertThat(rig.budget.usage().inUse()).isZero();
    assertThat(rig.capture().waitingFor()).contains("no URL");

    rig.receiver.broken = false;
    rig.flow(LONG);
    assertThat(rig.running()).containsExactly("rtmp");
  }

  @Test
  void serverThatKnowsNoTrackEgress_isNotAskedWithoutPause() {
    SessionRig rig = new SessionRig("tracks", 2).people("ann");
    rig.livekit.knowsTrackEgress = false;
    rig.begin();

    assertThat(rig.livekit.starts).containsExactly("TR_ann");
    assertThat(rig.session.view().tracks().get(0).cause()).contains("UNSUPPORTED");
  }

  @Test
  void stop_whileAReleasedTrackIsMissed_tellsTheGap() {
    SessionRig rig = new SessionRig("auto", 100).people("ann", "bob", "cid");
    rig.begin();
    rig.flow(Duration.ofSeconds(5));
    rig.livekit.quota = 3;
    rig.mute = egress -> egress.trackId().isEmpty();
    rig.changes(() -> rig.people("dan"));
    rig.flow(Duration.ofSeconds(20));
    rig.session.stop("stopped by request");
    rig.flow(Duration.ofSeconds(15));

    assertThat(rig.gaps.stream().filter(gap -> gap.cause().equals("RELEASED")))
        .hasSize(1)
        .allMatch(gap -> gap.trackId().equals("TR_cid") && gap.toMs() >= 20_000);
  }
}
