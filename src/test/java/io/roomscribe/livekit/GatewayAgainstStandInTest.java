package io.roomscribe.livekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.roomscribe.lanes.ManualClock;
import io.roomscribe.rooms.EgressState;
import io.roomscribe.rooms.EgressState.Status;
import io.roomscribe.rooms.GatewayException;
import io.roomscribe.rooms.GatewayException.Category;
import io.roomscribe.rooms.MicrophoneTrack;
import io.roomscribe.standin.livekit.LiveKitStandIn;
import io.roomscribe.standin.livekit.ParticipantSpec;
import io.roomscribe.standin.livekit.StandInOptions;
import io.roomscribe.standin.livekit.StandInTrack;
import io.roomscribe.standin.livekit.TrackSound;
import io.roomscribe.standin.livekit.TrackSpec;
import io.undertow.Handlers;
import io.undertow.Undertow;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import livekit.LivekitModels.ParticipantInfo.Kind;
import livekit.LivekitModels.TrackSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The life of captures, on a server that behaves like LiveKit. */
class GatewayAgainstStandInTest {

  private final LiveKitStandIn standIn = LiveKitStandIn.start(StandInOptions.prompt());
  private final Undertow capture =
      Undertow.builder()
          .addHttpListener(0, "127.0.0.1")
          .setHandler(Handlers.websocket((exchange, channel) -> channel.resumeReceives()))
          .build();
  private final LiveKitConnection connection =
      new LiveKitConnection(
          new LiveKitAccess(
              standIn.url(),
              standIn.apiKey(),
              standIn.apiSecret(),
              Duration.ofSeconds(10),
              Duration.ofSeconds(35)));
  private final LiveKitRooms rooms = new LiveKitRooms(connection, new ManualClock());

  GatewayAgainstStandInTest() {
    capture.start();
  }

  @AfterEach
  void close() {
    connection.close();
    standIn.close();
    capture.stop();
  }

  private URI captureUrl() {
    InetSocketAddress address = (InetSocketAddress) capture.getListenerInfo().get(0).getAddress();
    return URI.create("ws://127.0.0.1:" + address.getPort() + "/egress/audio/s1/TR?token=t");
  }

  private StandInTrack microphone(String identity) {
    return standIn.room("r").join(identity, identity).publishMicrophone(TrackSound.silence());
  }

  private void awaitStatus(EgressState egress, Status status) {
    await()
        .untilAsserted(
            () ->
                assertThat(rooms.egress("r", egress.egressId()).orElseThrow().status())
                    .isEqualTo(status));
  }

  private static void assertCategory(ThrowingCallable call, Category category) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            GatewayException.class, e -> assertThat(e.category()).isEqualTo(category));
  }

  @Test
  void capture_fromStartToStop_isReportedAsItIs() {
    StandInTrack track = microphone("bob");
    EgressState started = rooms.startTrackEgress("r", track.sid(), captureUrl());
    assertThat(started.trackId()).isEqualTo(track.sid());
    awaitStatus(started, Status.ACTIVE);

    EgressState active = rooms.activeEgresses("r").get(0);
    assertThat(active.egressId()).isEqualTo(started.egressId());
    assertThat(active.captureUrl()).isEqualTo(captureUrl().toString());
    assertThat(active.startedAt()).isNotNull();
    assertThat(rooms.microphones("r").orElseThrow())
        .extracting(MicrophoneTrack::identity)
        .containsExactly("bob");

    rooms.stopEgress(started.egressId());
    awaitStatus(started, Status.COMPLETE);
    assertThat(rooms.activeEgresses("r")).isEmpty();
    rooms.stopEgress(started.egressId());
  }

  @Test
  void microphones_ofAMixedRoom_arePeoplesUnencryptedOnes() {
    StandInTrack bob = microphone("bob");
    standIn
        .room("r")
        .join(ParticipantSpec.of("robot", "Robot", Kind.AGENT))
        .publishMicrophone(TrackSound.silence());
    standIn
        .room("r")
        .join("eve", "Eve")
        .publish(TrackSpec.microphone(TrackSound.silence()).encrypted());
    standIn
        .room("r")
        .join("dan", "Dan")
        .publish(TrackSpec.microphone(TrackSound.silence()).from(TrackSource.SCREEN_SHARE_AUDIO));
    bob.mute();
    assertThat(rooms.microphones("r"))
        .contains(List.of(new MicrophoneTrack(bob.sid(), "bob", "bob", true)));
    assertThat(rooms.microphones("unknown")).isEmpty();
  }

  @Test
  void startTrackEgress_socketNobodyListensOn_failsLaterSayingWhy() {
    StandInTrack track = microphone("bob");
    EgressState started =
        rooms.startTrackEgress("r", track.sid(), URI.create("ws://127.0.0.1:1/x?token=t"));
    awaitStatus(started, Status.FAILED);
    assertThat(rooms.egress("r", started.egressId()).orElseThrow().error()).contains("refused");
  }

  @Test
  void startTrackEgress_beyondTheQuotaOrWithoutEgress_saysWhich() {
    StandInTrack track = microphone("bob");
    standIn.apiFaults().egressQuota(0);
    assertCategory(() -> rooms.startTrackEgress("r", track.sid(), captureUrl()), Category.QUOTA);
    standIn.apiFaults().clear();
    standIn.apiFaults().noEgressService(Duration.ZERO);
    assertCategory(
        () -> rooms.startTrackEgress("r", track.sid(), captureUrl()), Category.NO_CAPACITY);
  }

  @Test
  void startTrackEgress_unknownRoom_isNotFound() {
    assertCategory(
        () -> rooms.startTrackEgress("nowhere", "TR_x", captureUrl()), Category.NOT_FOUND);
  }

  @Test
  void anyCall_tokensRejected_isUnauthorized() {
    standIn.apiFaults().rejectTokens(true);
    assertCategory(rooms::probe, Category.UNAUTHORIZED);
  }
}
