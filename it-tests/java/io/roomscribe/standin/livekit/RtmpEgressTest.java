package io.roomscribe.standin.livekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.roomscribe.standin.media.FfmpegProgram;
import java.time.Duration;
import java.util.Locale;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import livekit.LivekitEgress.EncodingOptions;
import livekit.LivekitEgress.StreamInfo;
import livekit.LivekitEgress.StreamOutput;
import livekit.LivekitEgress.StreamProtocol;
import livekit.LivekitWebhook.WebhookEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import retrofit2.Call;

@ResourceLock(value = FfmpegProgram.LOCK, mode = ResourceAccessMode.READ)
class RtmpEgressTest {

  private static final double AMY_HZ = 440;
  private static final double BOB_HZ = 880;
  private static final int AMPLITUDE = 8_000;
  private static final EncodingOptions PLAIN = EncodingOptions.getDefaultInstance();

  private final int port = RtmpReceiver.freePort();
  private LiveKitStandIn standIn = LiveKitStandIn.start(StandInOptions.prompt());
  private RtmpReceiver receiver;

  @AfterEach
  void close() {
    standIn.close();
    if (receiver != null) {
      receiver.close();
    }
  }

  @Test
  void composite_twoSpeakers_isHeardByAnRtmpServer() throws Exception {
    speakers();
    listen();

    EgressInfo egress = StandInClients.ok(start(url(), PLAIN));

    await().until(() -> hears(AMY_HZ) && hears(BOB_HZ));
    assertThat(receiver.log()).contains("Audio: aac", "44100 Hz, stereo");
    EgressInfo active = info(egress);
    assertThat(active.getStatus()).isEqualTo(EgressStatus.EGRESS_ACTIVE);
    assertThat(active.getStreamResults(0).getStartedAt()).isPositive();
    assertThat(active.getStreamResults(0).getRetries()).isZero();
  }

  @Test
  void encoding_askedFor_isUsed() throws Exception {
    speakers();
    listen();
    StandInClients.ok(
        start(
            url(),
            EncodingOptions.newBuilder().setAudioFrequency(48_000).setAudioBitrate(64).build()));
    await().until(() -> hears(AMY_HZ));
    assertThat(receiver.log()).contains("48000 Hz, stereo");
    assertThat(receiver.log().toLowerCase(Locale.ROOT)).contains("64 kb/s");
  }

  @Test
  void key_inEveryAnswerAndEvent_isRedacted() throws Exception {
    speakers();
    listen();
    EgressInfo first = StandInClients.ok(start(url(), PLAIN));
    await().until(() -> hears(AMY_HZ));
    StandInClients.ok(StandInClients.egress(standIn).stopEgress(first.getEgressId()));
    EgressInfo ended = awaitStatus(first, EgressStatus.EGRESS_COMPLETE);

    String shown = "rtmp://127.0.0.1:" + port + "/live/{key...ion}";
    assertThat(first.getStreamResults(0).getUrl()).isEqualTo(shown);
    assertThat(ended.getStreamResults(0).getUrl()).isEqualTo(shown);
    assertThat(ended.getRoomComposite().getStreamOutputs(0).getUrlsList()).containsExactly(shown);
    assertThat(standIn.events().stream().filter(WebhookEvent::hasEgressInfo))
        .isNotEmpty()
        .noneMatch(event -> event.toString().contains("key-of-the-session"));
  }

  @Test
  void stop_active_endsTheStreamAndTheProcess() throws Exception {
    speakers();
    listen();
    EgressInfo egress = StandInClients.ok(start(url(), PLAIN));
    await().until(() -> hears(AMY_HZ));

    StandInClients.ok(StandInClients.egress(standIn).stopEgress(egress.getEgressId()));

    EgressInfo ended = awaitStatus(egress, EgressStatus.EGRESS_COMPLETE);
    assertThat(ended.getDetails()).isEqualTo("End reason: StopEgress API");
    assertThat(ended.getStreamResults(0).getStatus()).isEqualTo(StreamInfo.Status.FINISHED);
    await().until(() -> receiver.hasEnded() && publishers() == 0);
  }

  @Test
  void room_finished_endsTheStream() throws Exception {
    speakers();
    listen();
    EgressInfo egress = StandInClients.ok(start(url(), PLAIN));
    await().until(() -> hears(AMY_HZ));
    standIn.room("r").finish();
    assertThat(awaitStatus(egress, EgressStatus.EGRESS_COMPLETE).getDetails())
        .isEqualTo("End reason: Source closed");
    await().until(() -> receiver.hasEnded() && publishers() == 0);
  }

  @Test
  void connection_refusedAtFirst_failsAtOnce() throws Exception {
    speakers();
    EgressInfo egress = StandInClients.ok(start(url(), PLAIN));
    EgressInfo failed = awaitStatus(egress, EgressStatus.EGRESS_FAILED);
    assertThat(failed.getError()).isEqualTo("Could not connect");
    assertThat(failed.getErrorCode()).isEqualTo(503);
    assertThat(failed.getStreamResults(0).getStatus()).isEqualTo(StreamInfo.Status.FAILED);
    assertThat(failed.getStreamResults(0).getRetries()).isZero();
  }

  @Test
  void receiver_killedAndBack_isPublishedToAgain() throws Exception {
    speakers();
    listen();
    EgressInfo egress = StandInClients.ok(start(url(), PLAIN));
    await().until(() -> hears(AMY_HZ));

    receiver.close();
    await().until(() -> info(egress).getStreamResults(0).getRetries() > 1);
    assertThat(info(egress).getStatus()).isEqualTo(EgressStatus.EGRESS_ACTIVE);
    assertThat(info(egress).getStreamResults(0).getLastRetryAt()).isPositive();
    listen();

    await().until(() -> hears(AMY_HZ) && hears(BOB_HZ));
    assertThat(standIn.events().stream().filter(WebhookEvent::hasEgressInfo))
        .as("a first retry is told, those after it are not within a minute")
        .filteredOn(it -> it.getEgressInfo().getStreamResults(0).getRetries() > 0)
        .hasSize(1);
  }

  @Test
  void receiver_goneForLong_fails() throws Exception {
    standIn.close();
    EgressTiming timing = EgressTiming.prompt();
    standIn =
        LiveKitStandIn.start(
            StandInOptions.prompt()
                .withEgress(timing.withRtmp(timing.rtmp().withReconnect(Duration.ofSeconds(2)))));
    speakers();
    listen();
    EgressInfo egress = StandInClients.ok(start(url(), PLAIN));
    await().until(() -> hears(AMY_HZ));

    receiver.close();

    EgressInfo failed = awaitStatus(egress, EgressStatus.EGRESS_FAILED);
    assertThat(failed.getErrorCode()).isEqualTo(503);
    assertThat(failed.getStreamResults(0).getRetries()).isPositive();
  }

  @Test
  void close_whilePublishing_leavesNoProcess() throws Exception {
    speakers();
    listen();
    StandInClients.ok(start(url(), PLAIN));
    await().until(() -> hears(AMY_HZ));
    standIn.close();
    await().until(() -> publishers() == 0);
  }

  @Test
  void urls_wrong_areRefusedAsEgressDoes() throws Exception {
    speakers();
    assertThat(StandInClients.error(start("http://x/live/key", PLAIN)))
        .startsWith("400")
        .contains("invalid url http://x/live/key: invalid scheme");
    assertThat(StandInClients.error(start("rtmp://x", PLAIN)))
        .contains("rtmp urls must be of format rtmp(s)://{host}(/{path})/{app}/{stream_key}");
    assertThat(standIn.egresses().all()).isEmpty();
  }

  @Test
  void redaction_ofKeys_showsTheirEndsOnly() {
    assertThat(shown("k")).isEqualTo("{...}");
    assertThat(shown("key")).isEqualTo("{k...y}");
    assertThat(shown("abcdefgh?token=x")).isEqualTo("{abc...n=x}");
    assertThat(shown("abcdef live=1")).isEqualTo("{ab...ef} live=1");
  }

  private static String shown(String key) {
    return StreamUrl.of("rtmp://h/live/" + key, StreamUrl.Kind.RTMP)
        .redacted()
        .substring("rtmp://h/live/".length());
  }

  private void speakers() {
    StandInRoom room = standIn.room("r");
    room.join("amy", "Amy").publishMicrophone(TrackSound.tone(AMY_HZ, AMPLITUDE));
    room.join("bob", "Bob").publishMicrophone(TrackSound.tone(BOB_HZ, AMPLITUDE));
  }

  private void listen() {
    receiver = new RtmpReceiver(port);
    await().until(receiver::isListening);
  }

  private Call<EgressInfo> start(String url, EncodingOptions encoding) {
    StreamOutput output =
        StreamOutput.newBuilder().setProtocol(StreamProtocol.RTMP).addUrls(url).build();
    return StandInClients.egress(standIn)
        .startRoomCompositeEgress("r", output, "", null, encoding, true);
  }

  private String url() {
    return "rtmp://127.0.0.1:" + port + "/live/key-of-the-session";
  }

  private boolean hears(double hz) {
    return Tones.left(receiver.samples(), hz) > AMPLITUDE * 8 / 10;
  }

  /** How many FFmpeg processes of ours publish to the receiver's port. */
  private long publishers() {
    return ProcessHandle.current()
        .children()
        .filter(ProcessHandle::isAlive)
        .filter(
            child ->
                child
                    .info()
                    .commandLine()
                    .filter(it -> it.contains(":" + port + "/") && it.contains("-f flv rtmp"))
                    .isPresent())
        .count();
  }

  private EgressInfo info(EgressInfo egress) {
    return standIn.egresses().info(egress.getEgressId()).orElseThrow();
  }

  private EgressInfo awaitStatus(EgressInfo egress, EgressStatus status) {
    await().until(() -> info(egress).getStatus() == status);
    return info(egress);
  }
}
