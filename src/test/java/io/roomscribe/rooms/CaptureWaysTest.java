package io.roomscribe.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaptureWaysTest {

  private static final GatewayException REFUSED =
      new GatewayException(GatewayException.Category.INVALID_REQUEST, "invalid url");

  private static SessionRig three(String mode, int egresses) {
    return new SessionRig(mode, egresses).people("ann", "bob", "cid");
  }

  @Test
  void auto_roomEgressKeepsFailing_takesRtmpAndSaysWhy_andComesBackOnceItWorks() {
    SessionRig rig = three("auto", 2);
    rig.livekit.roomRefusal = REFUSED;
    rig.begin();
    rig.flow(Duration.ofSeconds(20));

    assertThat(rig.livekit.starts).containsExactly("room-1", "room-1", "room-1", "rtmp");
    assertThat(rig.capture().active()).isEqualTo("rtmp");
    assertThat(rig.capture().why()).contains("keeps failing").contains("invalid url");

    rig.livekit.roomRefusal = null;
    rig.flowUntil(view -> view.capture().active().equals("room"), Duration.ofMinutes(3));
    assertThat(rig.capture().active()).isEqualTo("room");
    assertThat(rig.capture().switches())
        .extracting(SessionView.SwitchView::to)
        .endsWith("rtmp", "room");
  }

  @Test
  void auto_roomEgressFailsAgainAfterAWhile_isLeftAloneLonger() {
    SessionRig rig = three("auto", 2);
    rig.livekit.roomRefusal = REFUSED;
    rig.begin();
    rig.flow(Duration.ofMinutes(5));

    assertThat(rig.capture().active()).isEqualTo("rtmp");
    assertThat(rig.livekit.starts.stream().filter(start -> start.startsWith("room-")))
        .as("three, and one each 1 and 2 min later")
        .hasSizeBetween(4, 5);
    assertThat(rig.livekit.starts.stream().filter("rtmp"::equals)).hasSize(1);
  }

  @Test
  void auto_neitherWayWorks_capturesAsManyTracksAsThereAreEgresses() {
    SessionRig rig = three("auto", 2);
    rig.livekit.roomRefusal = REFUSED;
    rig.receiver.obstacle = "no ffmpeg on the PATH";
    rig.begin();
    rig.flow(Duration.ofSeconds(20));

    assertThat(rig.running()).containsExactly("TR_ann", "TR_bob");
    assertThat(rig.capture().why()).contains("keeps failing").contains("no ffmpeg on the PATH");
  }

  @Test
  void auto_rtmpPublisherKeepsDying_capturesTracks() {
    SessionRig rig = three("auto", 2);
    rig.livekit.foundTooOld = true;
    rig.begin();
    for (int i = 0; i < 3; i++) {
      rig.flow(Duration.ofSeconds(6));
      List.copyOf(rig.livekit.running())
          .forEach(
              egress ->
                  rig.changes(
                      () ->
                          rig.livekit.end(
                              egress.egressId(), EgressState.Status.FAILED, "no route")));
    }
    rig.flow(Duration.ofSeconds(12));

    assertThat(rig.livekit.starts).startsWith("rtmp", "rtmp", "rtmp", "TR_ann");
    assertThat(rig.capture().active()).isEqualTo("tracks");
    assertThat(rig.capture().why()).contains("no route");
  }

  @Test
  void room_askedFor_isTriedForEver() {
    SessionRig rig = three("room", 2);
    rig.livekit.roomRefusal = REFUSED;
    rig.begin();
    rig.flow(Duration.ofSeconds(30));

    assertThat(rig.livekit.starts).hasSizeGreaterThan(3).containsOnly("room-1");
    assertThat(rig.session.view().trouble()).contains("invalid url");
  }

  @Test
  void lackOfEgresses_isNoFault() {
    SessionRig rig = three("auto", 2);
    rig.livekit.quota = 0;
    rig.begin();
    rig.flow(Duration.ofMinutes(1));

    assertThat(rig.livekit.starts).hasSizeGreaterThan(3).containsOnly("room-1");
  }

  @Test
  void auto_livekitRefusedTracks_doesNotTryThemAgainForNothing() {
    SessionRig rig = three("auto", 100);
    rig.livekit.quota = 2;
    rig.begin();
    rig.flowUntil(view -> view.capture().active().equals("room"), Duration.ofSeconds(60));
    rig.flow(Duration.ofSeconds(5));
    List<String> before = List.copyOf(rig.livekit.starts);
    rig.flow(Duration.ofMinutes(5));

    assertThat(rig.livekit.starts).isEqualTo(before);
  }
}
