package io.roomscribe.standin.livekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import livekit.LivekitEgress.StreamInfo;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitWebhook.WebhookEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrackEgressTest {

  private static final short[] HALF_SECOND = constant(24_000, (short) 1000, (short) -2000);

  private final CaptureServer captures = new CaptureServer();
  private LiveKitStandIn standIn = LiveKitStandIn.start(StandInOptions.prompt());

  @AfterEach
  void close() {
    standIn.close();
    captures.close();
  }

  private void restart(EgressTiming timing) {
    standIn.close();
    standIn = LiveKitStandIn.start(StandInOptions.prompt().withEgress(timing));
  }

  @Test
  void start_track_answersStartingAndDialsAsEgressDoes() throws Exception {
    StandInTrack track = microphone(TrackSound.silence());

    EgressInfo first = start(track);

    assertThat(first.getStatus()).isEqualTo(EgressStatus.EGRESS_STARTING);
    assertThat(first.getEgressId()).startsWith("EG_");
    assertThat(first.getRoomId()).isEqualTo(standIn.room("r").sid());
    CaptureServer.Capture capture = captured();
    assertThat(capture.uri()).endsWith("/egress/a?token=t");
    assertThat(capture.headers().get("Content-Type")).containsExactly("audio/x-raw");
    assertThat(capture.headers()).doesNotContainKeys("Origin", "Sec-WebSocket-Extensions");
    EgressInfo active = awaitStatus(first, EgressStatus.EGRESS_ACTIVE);
    assertThat(active.getStreamResults(0).getUrl()).isEqualTo(url());
    assertThat(active.getStreamResults(0).getStartedAt()).isPositive();
    assertThat(active.getTrack().getWebsocketUrl()).isEqualTo(url());
  }

  @Test
  void audio_playingTrack_comesInTenMillisecondMessages() throws Exception {
    StandInTrack track = microphone(TrackSound.silence());
    start(track);
    await().until(() -> !captured().audio().isEmpty());

    track.play(TrackSound.of(HALF_SECOND));

    await().until(() -> count(captured().samples(), (short) 1000) == 24_000);
    assertThat(captured().audio()).allMatch(message -> message.length == 1920);
    assertThat(count(captured().samples(), (short) -2000)).isEqualTo(24_000);
  }

  @Test
  void audio_startedLate_doesNotHearWhatWasBefore() throws Exception {
    StandInTrack track = microphone(TrackSound.of(constant(480, (short) 1, (short) 1)));
    await().pollDelay(Duration.ofMillis(50)).until(() -> true);
    start(track);
    await().until(() -> captured().audio().size() > 5);
    assertThat(count(captured().samples(), (short) 1)).isZero();
  }

  @Test
  void audio_whileMuted_isSilenceAndTheTextSaysSo() throws Exception {
    StandInTrack track = microphone(TrackSound.tone(1000, 8000));
    start(track);
    await().until(() -> captured().audio().size() > 3);

    track.mute();
    await().until(() -> captured().texts().contains("{\"muted\":true}"));
    await().until(() -> isSilent(lastAudio()));
    track.unmute();

    await()
        .until(() -> captured().texts().equals(List.of("{\"muted\":true}", "{\"muted\":false}")));
    await().until(() -> !isSilent(lastAudio()));
  }

  @Test
  void mutedText_withBuiltInDelay_precedesItsAudio() throws Exception {
    restart(EgressTiming.prompt().withFirstMessage(Duration.ofMillis(300)));
    StandInTrack track = microphone(TrackSound.tone(1000, 8000));
    start(track);
    await().until(() -> captured().audio().size() > 3);

    track.mute();
    await().until(() -> captured().texts().size() == 1);
    int said = captured().messages().indexOf("{\"muted\":true}");
    await().until(() -> captured().messages().size() > said + 10);

    assertThat(captured().messages().subList(said + 1, said + 10))
        .allMatch(message -> !isSilent((byte[]) message));
  }

  @Test
  void participant_ofEgress_isHiddenButListed() throws Exception {
    EgressInfo egress = start(microphone(TrackSound.silence()));
    awaitStatus(egress, EgressStatus.EGRESS_ACTIVE);

    List<ParticipantInfo> all =
        StandInClients.ok(StandInClients.rooms(standIn).listParticipants("r"));

    assertThat(all)
        .extracting(ParticipantInfo::getIdentity)
        .containsExactly("bob", egress.getEgressId());
    assertThat(all.get(1).getKind()).isEqualTo(ParticipantInfo.Kind.EGRESS);
    assertThat(StandInClients.ok(StandInClients.rooms(standIn).listRooms()).get(0))
        .returns(1, it -> it.getNumParticipants());
  }

  @Test
  void stop_active_drainsAndClosesWithoutCode() throws Exception {
    EgressInfo egress = start(microphone(TrackSound.silence()));
    awaitStatus(egress, EgressStatus.EGRESS_ACTIVE);

    EgressInfo stopping = stop(egress);

    assertThat(stopping.getStatus()).isEqualTo(EgressStatus.EGRESS_ENDING);
    EgressInfo ended = awaitStatus(egress, EgressStatus.EGRESS_COMPLETE);
    assertThat(ended.getDetails()).isEqualTo("End reason: StopEgress API");
    assertThat(ended.getStreamResults(0).getStatus()).isEqualTo(StreamInfo.Status.FINISHED);
    await().until(() -> captured().controls().contains("close:0"));
    assertThat(standIn.room("r").participant(egress.getEgressId())).isEmpty();
    assertThat(
            StandInClients.error(StandInClients.egress(standIn).stopEgress(egress.getEgressId())))
        .isEqualTo(
            "412 {\"code\":\"failed_precondition\","
                + "\"msg\":\"egress with status EGRESS_COMPLETE cannot be stopped\"}");
  }

  @Test
  void track_unpublished_completesByItself() throws Exception {
    StandInTrack track = microphone(TrackSound.silence());
    EgressInfo egress = start(track);
    awaitStatus(egress, EgressStatus.EGRESS_ACTIVE);

    StandInTrack again = track.republish();

    assertThat(again.sid()).isNotEqualTo(track.sid());
    assertThat(awaitStatus(egress, EgressStatus.EGRESS_COMPLETE).getDetails())
        .isEqualTo("End reason: Source closed");
  }

  @Test
  void pings_eitherWay_haveTheirFixedPayload() throws Exception {
    restart(EgressTiming.prompt().withPing(Duration.ofMillis(30)));
    EgressInfo egress = start(microphone(TrackSound.silence()));
    awaitStatus(egress, EgressStatus.EGRESS_ACTIVE);

    captured().ping("mine");

    await().until(() -> captured().controls().containsAll(List.of("pong:pong", "ping:ping")));
  }

  @Test
  void close_fromServer_failsAtTheNextWrite() throws Exception {
    EgressInfo egress = start(microphone(TrackSound.silence()));
    awaitStatus(egress, EgressStatus.EGRESS_ACTIVE);

    captured().sendClose();

    EgressInfo failed = awaitStatus(egress, EgressStatus.EGRESS_FAILED);
    assertThat(failed.getError()).isEqualTo("websocket: close sent");
    assertThat(failed.getErrorCode()).isEqualTo(503);
    assertThat(failed.getDetails()).isEqualTo("End reason: Failure");
  }

  @Test
  void connection_cutByServer_failsAtAWrite() throws Exception {
    EgressInfo egress = start(microphone(TrackSound.silence()));
    awaitStatus(egress, EgressStatus.EGRESS_ACTIVE);

    captured().cut();

    EgressInfo failed = awaitStatus(egress, EgressStatus.EGRESS_FAILED);
    assertThat(failed.getError())
        .matches(
            "write tcp 127.0.0.1:\\d+->127.0.0.1:\\d+: write: "
                + "(broken pipe|connection reset by peer)");
    assertThat(failed.getErrorCode()).isEqualTo(503);
    assertThat(failed.getStreamResults(0).getStatus()).isEqualTo(StreamInfo.Status.FAILED);
  }

  @Test
  void dial_userInfoInUrl_fails() throws Exception {
    String url = url().replace("ws://", "ws://user:word@");
    EgressInfo failed =
        awaitStatus(start(microphone(TrackSound.silence()).sid(), url), EgressStatus.EGRESS_FAILED);
    assertThat(failed.getError()).isEqualTo("malformed ws or wss URL");
  }

  @Test
  void dial_refusedByStatus_failsWithBadHandshake() throws Exception {
    captures.refuseWith(403);
    EgressInfo failed =
        awaitStatus(start(microphone(TrackSound.silence())), EgressStatus.EGRESS_FAILED);
    assertThat(failed.getError()).isEqualTo("websocket: bad handshake");
    assertThat(failed.getErrorCode()).isEqualTo(400);
  }

  @Test
  void dial_nobodyThere_failsWithConnectionRefused() throws Exception {
    String url = url();
    captures.close();
    EgressInfo failed =
        awaitStatus(start(microphone(TrackSound.silence()).sid(), url), EgressStatus.EGRESS_FAILED);
    assertThat(failed.getError()).matches("dial tcp 127.0.0.1:\\d+: connect: connection refused");
  }

  @Test
  void start_trackMissing_failsAfterTheWait() throws Exception {
    standIn.room("r");
    EgressInfo failed = awaitStatus(start("TR_none", url()), EgressStatus.EGRESS_FAILED);
    assertThat(failed.getError()).isEqualTo("track TR_none not found");
    assertThat(failed.getErrorCode()).isEqualTo(404);
  }

  @Test
  void start_cameraTrack_fails() throws Exception {
    StandInTrack camera = standIn.room("r").join("bob", "Bob").publish(TrackSpec.camera());
    assertThat(awaitStatus(start(camera), EgressStatus.EGRESS_FAILED).getError())
        .isEqualTo("format websocket incompatible with codec video/vp8");
    assertThat(camera.info().getSource()).isEqualTo(TrackSource.CAMERA);
  }

  @Test
  void stop_noMediaYet_aborts() throws Exception {
    StandInTrack track =
        standIn
            .room("r")
            .join("bob", "Bob")
            .publish(TrackSpec.microphone(TrackSound.silence()).withoutMedia());
    EgressInfo egress = start(track);
    await().until(() -> captures.captures().size() == 1);

    await()
        .until(
            () -> {
              stop(egress);
              return true;
            });

    EgressInfo aborted = awaitStatus(egress, EgressStatus.EGRESS_ABORTED);
    assertThat(aborted.getErrorCode()).isEqualTo(412);
  }

  @Test
  void events_ofOneEgress_tellEveryStatus() throws Exception {
    EgressInfo egress = start(microphone(TrackSound.silence()));
    awaitStatus(egress, EgressStatus.EGRESS_ACTIVE);
    stop(egress);
    awaitStatus(egress, EgressStatus.EGRESS_COMPLETE);

    assertThat(standIn.events().stream().filter(WebhookEvent::hasEgressInfo))
        .extracting(it -> it.getEvent() + " " + it.getEgressInfo().getStatus())
        .containsExactly(
            "egress_started EGRESS_STARTING",
            "egress_updated EGRESS_ACTIVE",
            "egress_updated EGRESS_ENDING",
            "egress_ended EGRESS_COMPLETE");
  }

  private StandInTrack microphone(TrackSound sound) {
    return standIn.room("r").join("bob", "Bob").publishMicrophone(sound);
  }

  private EgressInfo start(StandInTrack track) throws Exception {
    return start(track.sid(), url());
  }

  private EgressInfo start(String track, String url) throws Exception {
    return StandInClients.ok(StandInClients.egress(standIn).startTrackEgress("r", url, track));
  }

  private EgressInfo stop(EgressInfo egress) throws Exception {
    return StandInClients.ok(StandInClients.egress(standIn).stopEgress(egress.getEgressId()));
  }

  private String url() {
    return captures.url("/egress/a?token=t").toString();
  }

  private CaptureServer.Capture captured() {
    await().until(() -> !captures.captures().isEmpty());
    return captures.only();
  }

  private byte[] lastAudio() {
    List<byte[]> audio = captured().audio();
    return audio.get(audio.size() - 1);
  }

  private EgressInfo awaitStatus(EgressInfo egress, EgressStatus status) {
    await()
        .until(
            () ->
                standIn.egresses().info(egress.getEgressId()).orElseThrow().getStatus() == status);
    return standIn.egresses().info(egress.getEgressId()).orElseThrow();
  }

  private static boolean isSilent(byte[] message) {
    for (byte each : message) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }

  private static long count(short[] samples, short value) {
    long found = 0;
    for (short sample : samples) {
      found += sample == value ? 1 : 0;
    }
    return found;
  }

  private static short[] constant(int frames, short left, short right) {
    short[] stereo = new short[2 * frames];
    for (int i = 0; i < frames; i++) {
      stereo[2 * i] = left;
      stereo[2 * i + 1] = right;
    }
    return stereo;
  }
}
