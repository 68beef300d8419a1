package io.roomscribe.standin.livekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import livekit.LivekitEgress.AudioConfig;
import livekit.LivekitEgress.AudioRoute;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import livekit.LivekitEgress.MediaSource;
import livekit.LivekitEgress.Output;
import livekit.LivekitEgress.StartEgressRequest;
import livekit.LivekitEgress.StreamOutput;
import livekit.LivekitEgress.StreamProtocol;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitWebhook.WebhookEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoomEgressTest {

  private static final double AMY_HZ = 440;
  private static final double BOB_HZ = 880;
  private static final int AMPLITUDE = 8_000;

  private final CaptureServer captures = new CaptureServer();
  private LiveKitStandIn standIn = LiveKitStandIn.start(StandInOptions.prompt());

  @AfterEach
  void close() {
    standIn.close();
    captures.close();
  }

  private void restart(StandInOptions options) {
    standIn.close();
    standIn = LiveKitStandIn.start(options);
  }

  @Test
  void captureAll_twoSpeakers_hearsBothOnBothSides() throws Exception {
    speakers();
    start(StartRequests.everyone("r", url()));

    await().until(() -> hearsLeft(AMY_HZ) && hearsRight(AMY_HZ));
    await().until(() -> hearsLeft(BOB_HZ) && hearsRight(BOB_HZ));
    assertThat(captured().audio()).allMatch(message -> message.length == 1920);
    assertThat(captured().headers().get("Content-Type")).containsExactly("audio/x-raw");
  }

  @Test
  void template_audioOnly_hearsBoth() throws Exception {
    speakers();
    start(StartRequests.of("r", "\"template\":{\"audio_only\":true}", url()));
    await().until(() -> hearsLeft(AMY_HZ) && hearsLeft(BOB_HZ));
  }

  @Test
  void routes_leftAndRight_keepSpeakersApart() throws Exception {
    speakers();
    start(
        StartRequests.routed(
            "r",
            url(),
            StartRequests.person("amy", "AUDIO_CHANNEL_LEFT"),
            StartRequests.person("bob", "AUDIO_CHANNEL_RIGHT")));

    await().until(() -> hearsLeft(AMY_HZ) && hearsRight(BOB_HZ));
    short[] heard = captured().samples();
    assertThat(Tones.left(heard, BOB_HZ)).isLessThan(AMPLITUDE / 100);
    assertThat(Tones.right(heard, AMY_HZ)).isLessThan(AMPLITUDE / 100);
  }

  @Test
  void routes_byTrackAndKind_takeOnlyThose() throws Exception {
    StandInTrack amy = speakers();
    standIn
        .room("r")
        .join(ParticipantSpec.of("bot", "", ParticipantInfo.Kind.AGENT))
        .publishMicrophone(TrackSound.tone(1320, AMPLITUDE));
    start(
        StartRequests.routed(
            "r",
            url(),
            "{\"track_id\":\"" + amy.sid() + "\",\"channel\":1}",
            "{\"participant_kind\":\"AGENT\",\"channel\":2}"));

    await().until(() -> hearsLeft(AMY_HZ) && hearsRight(1320));
    assertThat(Tones.loudest(captured().samples(), BOB_HZ)).isLessThan(AMPLITUDE / 100);
  }

  /** Seen with a real egress: everyone is on both sides, the routes are not looked at. */
  @Test
  void captureAllWithRoutes_together_ignoresTheRoutes() throws Exception {
    speakers();
    String route = StartRequests.person("amy", "AUDIO_CHANNEL_LEFT");
    start(
        StartRequests.of(
            "r", "\"media\":{\"audio\":{\"capture_all\":true,\"routes\":[" + route + "]}}", url()));
    await().until(() -> hearsLeft(AMY_HZ) && hearsRight(AMY_HZ) && hearsRight(BOB_HZ));
  }

  @Test
  void mix_republishedAndLateTracks_areFollowed() throws Exception {
    StandInTrack amy = speakers();
    start(StartRequests.everyone("r", url()));
    await().until(() -> hearsLeft(AMY_HZ));

    amy.unpublish();
    await().until(() -> !hearsLeft(AMY_HZ) && hearsLeft(BOB_HZ));
    amy.owner().publishMicrophone(TrackSound.tone(AMY_HZ, AMPLITUDE));
    standIn.room("r").join("cyn", "").publishMicrophone(TrackSound.tone(1320, AMPLITUDE));

    await().until(() -> hearsLeft(AMY_HZ) && hearsLeft(1320));
  }

  @Test
  void mix_everyoneGone_staysOpenWithSilenceUntilTheRoomEnds() throws Exception {
    speakers();
    EgressInfo egress = start(StartRequests.everyone("r", url()));
    await().until(() -> hearsLeft(AMY_HZ));

    standIn.room("r").participant("amy").orElseThrow().leave();
    standIn.room("r").participant("bob").orElseThrow().leave();
    await().until(() -> !hearsLeft(AMY_HZ) && !hearsLeft(BOB_HZ));
    int before = captured().audio().size();
    await().until(() -> captured().audio().size() > before + 20);
    standIn.room("r").finish();

    EgressInfo ended = awaitStatus(egress, EgressStatus.EGRESS_COMPLETE);
    assertThat(ended.getDetails()).isEqualTo("End reason: Source closed");
    await().until(() -> captured().controls().contains("close:0"));
  }

  @Test
  void mix_speakerMuted_saysSoWithoutSayingWho() throws Exception {
    StandInTrack amy = speakers();
    start(StartRequests.everyone("r", url()));
    await().until(() -> hearsLeft(AMY_HZ));
    amy.mute();
    await().until(() -> !hearsLeft(AMY_HZ) && hearsLeft(BOB_HZ));
    amy.unmute();
    await()
        .until(() -> captured().texts().equals(List.of("{\"muted\":true}", "{\"muted\":false}")));
  }

  @Test
  void start_emptyRoom_isActiveWithTheFirstTrackOnly() throws Exception {
    standIn.room("r");
    EgressInfo egress = start(StartRequests.everyone("r", url()));
    await().until(() -> captures.captures().size() == 1);
    StandInParticipant amy = standIn.room("r").join("amy", "");
    assertThat(standIn.egresses().info(egress.getEgressId()).orElseThrow().getStatus())
        .isEqualTo(EgressStatus.EGRESS_STARTING);
    assertThat(captured().audio()).isEmpty();

    amy.publishMicrophone(TrackSound.tone(AMY_HZ, AMPLITUDE));

    awaitStatus(egress, EgressStatus.EGRESS_ACTIVE);
    await().until(() -> hearsLeft(AMY_HZ));
  }

  @Test
  void start_routeToSomeoneAbsent_failsAfterTheWaitWithoutDialing() throws Exception {
    speakers();
    EgressInfo egress =
        start(
            StartRequests.routed("r", url(), StartRequests.person("ghost", "AUDIO_CHANNEL_BOTH")));
    EgressInfo failed = awaitStatus(egress, EgressStatus.EGRESS_FAILED);
    assertThat(failed.getError()).isEqualTo("participant ghost not found");
    assertThat(failed.getErrorCode()).isEqualTo(404);
    assertThat(captures.captures()).isEmpty();
  }

  @Test
  void stop_active_completesAndTellsEveryStatus() throws Exception {
    speakers();
    EgressInfo egress = start(StartRequests.everyone("r", url()));
    await().until(() -> hearsLeft(AMY_HZ));

    StandInClients.ok(StandInClients.egress(standIn).stopEgress(egress.getEgressId()));

    awaitStatus(egress, EgressStatus.EGRESS_COMPLETE);
    await().until(() -> captured().controls().contains("close:0"));
    assertThat(standIn.events().stream().filter(WebhookEvent::hasEgressInfo))
        .extracting(it -> it.getEvent() + " " + it.getEgressInfo().getStatus())
        .containsExactly(
            "egress_started EGRESS_STARTING",
            "egress_updated EGRESS_ACTIVE",
            "egress_updated EGRESS_ENDING",
            "egress_ended EGRESS_COMPLETE");
  }

  @Test
  void close_fromServer_fails() throws Exception {
    speakers();
    EgressInfo egress = start(StartRequests.everyone("r", url()));
    await().until(() -> hearsLeft(AMY_HZ));
    captured().sendClose();
    EgressInfo failed = awaitStatus(egress, EgressStatus.EGRESS_FAILED);
    assertThat(failed.getError()).isEqualTo("websocket: close sent");
    assertThat(failed.getErrorCode()).isEqualTo(503);
  }

  /** The published Java classes have no such field, so it is looked for in the JSON. */
  @Test
  void info_ofStartEgress_holdsTheRequestUnderEgress() throws Exception {
    try (WebhookCatcher hooks = new WebhookCatcher()) {
      restart(StandInOptions.prompt().withWebhook(hooks.url()));
      speakers();
      String answer = StartRequests.answer(standIn, StartRequests.everyone("r", url()));

      assertThat(answer)
          .startsWith("200 ")
          .contains("\"egress\":{\"room_name\":\"r\",\"media\":{\"audio\":{\"capture_all\":true");
      await()
          .until(
              () ->
                  hooks.caught().stream()
                      .anyMatch(
                          it ->
                              it.body()
                                  .contains(
                                      "\"egress\":{\"roomName\":\"r\",\"media\":{\"audio\"")));
    }
  }

  @Test
  void requests_wrong_areRefusedAsEgressDoes() throws Exception {
    speakers();
    String media = "\"media\":{\"audio\":{\"capture_all\":true}}";
    String output = StartRequests.output(url());
    assertThat(answer("\"outputs\":[" + output + "]")).isEqualTo(missing("source"));
    assertThat(answer(media)).isEqualTo(missing("output"));
    assertThat(answer(media + ",\"outputs\":[{}]")).isEqualTo(missing("output config"));
    assertThat(answer(media + ",\"outputs\":[" + output + "," + output + "]"))
        .isEqualTo(missing("multiple stream outputs"));
    assertThat(answer("\"media\":{\"audio\":{}},\"outputs\":[" + output + "]"))
        .isEqualTo(missing("audio or video"));
    assertThat(StartRequests.answer(standIn, StartRequests.everyone("", url())))
        .isEqualTo(missing("token or api key/secret"));
    assertThat(StartRequests.answer(standIn, StartRequests.everyone("nope", url())))
        .isEqualTo(
            "404 {\"code\":\"not_found\","
                + "\"msg\":\"twirp error unknown: requested room does not exist\"}");
    assertThat(StartRequests.answer(standIn, StartRequests.everyone("r", "http://x")))
        .isEqualTo(invalid("invalid url http://x: invalid scheme"));
    assertThat(standIn.egresses().all()).isEmpty();
  }

  /** Those classes give routes the number that the server gives to capture_all. */
  @Test
  void routes_ofThePublishedClasses_areNotReadByTheServer() throws Exception {
    speakers();
    AudioRoute amy = AudioRoute.newBuilder().setParticipantIdentity("amy").build();
    StreamOutput stream =
        StreamOutput.newBuilder().setProtocol(StreamProtocol.WEBSOCKET).addUrls(url()).build();
    StartEgressRequest request =
        StartEgressRequest.newBuilder()
            .setRoomName("r")
            .setMedia(MediaSource.newBuilder().setAudio(AudioConfig.newBuilder().addRoutes(amy)))
            .addOutputs(Output.newBuilder().setStream(stream))
            .build();
    assertThat(StartRequests.answer(standIn, "application/protobuf", request.toByteArray()))
        .isEqualTo(missing("audio or video"));
  }

  @Test
  void server_older_knowsNoStartEgress() throws Exception {
    speakers();
    standIn.apiFaults().olderServer(true);
    assertThat(StartRequests.answer(standIn, StartRequests.everyone("r", url())))
        .isEqualTo(
            "404 {\"code\":\"bad_route\","
                + "\"msg\":\"no handler for path \\\"/twirp/livekit.Egress/StartEgress\\\"\","
                + "\"meta\":{\"twirp_invalid_route\":\"POST /twirp/livekit.Egress/StartEgress\"}}");
  }

  @Test
  void limits_countEveryKind() throws Exception {
    StandInTrack amy = speakers();
    StandInClients.ok(StandInClients.egress(standIn).startTrackEgress("r", url(), amy.sid()));
    standIn.apiFaults().egressQuota(1);
    assertThat(StartRequests.answer(standIn, StartRequests.everyone("r", url())))
        .startsWith("429 {\"code\":\"resource_exhausted\"");
    standIn.apiFaults().clear();
    standIn.apiFaults().egressCapacity(1, Duration.ZERO);
    assertThat(StartRequests.answer(standIn, StartRequests.everyone("r", url())))
        .isEqualTo(
            "503 {\"code\":\"unavailable\","
                + "\"msg\":\"twirp error unknown: no response from servers\"}");
  }

  @Test
  void control_byHttp_setsLimitsAndAge() throws Exception {
    speakers();
    control("{\"egressCapacity\":0,\"afterMs\":1}");
    assertThat(StartRequests.answer(standIn, StartRequests.everyone("r", url()))).startsWith("503");
    control("{\"clear\":true,\"olderServer\":true}");
    assertThat(StartRequests.answer(standIn, StartRequests.everyone("r", url()))).startsWith("404");
  }

  private void control(String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(standIn.url() + "/control/api-faults"))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
  }

  private String answer(String fields) throws Exception {
    return StartRequests.answer(standIn, "{\"room_name\":\"r\"," + fields + "}");
  }

  private static String missing(String field) {
    return invalid("request has missing or invalid field: " + field);
  }

  private static String invalid(String message) {
    return "400 {\"code\":\"invalid_argument\",\"msg\":\"twirp error unknown: " + message + "\"}";
  }

  /** Amy and Bob speak; gives Amy's track. */
  private StandInTrack speakers() {
    StandInRoom room = standIn.room("r");
    room.join("bob", "Bob").publishMicrophone(TrackSound.tone(BOB_HZ, AMPLITUDE));
    return room.join("amy", "Amy").publishMicrophone(TrackSound.tone(AMY_HZ, AMPLITUDE));
  }

  private EgressInfo start(String request) throws Exception {
    return StartRequests.ok(standIn, request);
  }

  private String url() {
    return captures.url("/egress/room?token=t").toString();
  }

  private CaptureServer.Capture captured() {
    await().until(() -> !captures.captures().isEmpty());
    return captures.only();
  }

  private boolean hearsLeft(double hz) {
    return Tones.left(captured().samples(), hz) > AMPLITUDE * 9 / 10;
  }

  private boolean hearsRight(double hz) {
    return Tones.right(captured().samples(), hz) > AMPLITUDE * 9 / 10;
  }

  private EgressInfo awaitStatus(EgressInfo egress, EgressStatus status) {
    await()
        .until(
            () ->
                standIn.egresses().info(egress.getEgressId()).orElseThrow().getStatus() == status);
    return standIn.egresses().info(egress.getEgressId()).orElseThrow();
  }
}
