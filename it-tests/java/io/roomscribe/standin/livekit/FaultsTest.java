package io.roomscribe.standin.livekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import livekit.LivekitEgress.StreamOutput;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import retrofit2.Call;

class FaultsTest {

  private static final int RAMP_FRAMES = 30_000;

  /** Each frame is one more than the one before it, so that a missing one shows. */
  private static final TrackSound RAMP =
      (stereo, from, frames) -> {
        for (int i = 0; i < 2 * frames; i++) {
          stereo[i] += (int) Math.floorMod(from + i / 2, (long) RAMP_FRAMES);
        }
      };

  private final CaptureServer captures = new CaptureServer();
  private final LiveKitStandIn standIn = LiveKitStandIn.start(StandInOptions.prompt());
  private StandInTrack track;

  @BeforeEach
  void publish() {
    track = standIn.room("r").join("bob", "Bob").publishMicrophone(RAMP);
  }

  @AfterEach
  void close() {
    standIn.close();
    captures.close();
  }

  @Test
  void quota_used_isResourceExhaustedUntilOneEnds() throws Exception {
    standIn.apiFaults().egressQuota(1);
    EgressInfo first = StandInClients.ok(start());

    assertThat(StandInClients.error(start())).startsWith("429 {\"code\":\"resource_exhausted\"");

    StandInClients.ok(StandInClients.egress(standIn).stopEgress(first.getEgressId()));
    await().until(() -> standIn.egresses().running().isEmpty());
    assertThat(StandInClients.ok(start()).getStatus()).isEqualTo(EgressStatus.EGRESS_STARTING);
  }

  @Test
  void egressService_absent_isUnavailable() throws Exception {
    standIn.apiFaults().noEgressService(Duration.ofMillis(20));
    assertThat(StandInClients.error(start()))
        .startsWith("503 {\"code\":\"unavailable\"")
        .contains("no response from servers");
    assertThat(standIn.egresses().all()).isEmpty();
  }

  @Test
  void startAnswer_lost_leavesTheEgressRunning() {
    standIn.apiFaults().loseStartAnswers(1, Duration.ZERO);
    assertThatThrownBy(() -> start().execute()).isInstanceOf(IOException.class);
    assertThat(standIn.egresses().running()).hasSize(1);
    assertThat(standIn.calls().count("StartTrackEgress")).isEqualTo(1);
  }

  @Test
  void start_roomMissing_isNotFound() throws Exception {
    assertThat(
            StandInClients.error(
                StandInClients.egress(standIn).startTrackEgress("nope", "ws://x", "TR_x")))
        .startsWith("404 {\"code\":\"not_found\"");
  }

  @Test
  void start_httpUrl_isInvalid() throws Exception {
    assertThat(
            StandInClients.error(
                StandInClients.egress(standIn).startTrackEgress("r", "http://x", "TR_x")))
        .contains("400", "invalid url http://x: invalid scheme");
  }

  @Test
  void start_roomCompositeWithVideo_isUnimplemented() throws Exception {
    assertThat(
            StandInClients.error(
                StandInClients.egress(standIn)
                    .startRoomCompositeEgress("r", StreamOutput.getDefaultInstance(), "")))
        .startsWith("501 {\"code\":\"unimplemented\"");
  }

  @Test
  void api_unavailable_answers503() throws Exception {
    standIn.apiFaults().unavailable(true);
    assertThat(StandInClients.error(StandInClients.rooms(standIn).listRooms())).startsWith("503");
  }

  @Test
  void api_refusingConnections_comesBackOnTheSamePort() {
    // Long enough for a busy machine to ask in time.
    standIn.refuseConnections(Duration.ofSeconds(3));
    assertThatThrownBy(() -> StandInClients.rooms(standIn).listRooms().execute())
        .isInstanceOf(IOException.class);
    await()
        .ignoreExceptions()
        .until(() -> StandInClients.rooms(standIn).listRooms().execute().isSuccessful());
  }

  @Test
  void tokens_rejected_are401() throws Exception {
    standIn.apiFaults().rejectTokens(true);
    assertThat(StandInClients.error(StandInClients.rooms(standIn).listRooms()))
        .isEqualTo("401 invalid API key: devkey");
  }

  @Test
  void kill_active_goesWithoutClose() throws Exception {
    EgressInfo egress = active();
    standIn.egresses().kill(egress.getEgressId());
    await().until(() -> captures.only().isGone());
    assertThat(captures.only().controls()).isEmpty();
    assertThat(standIn.egresses().info(egress.getEgressId()).orElseThrow().getStatus())
        .isEqualTo(EgressStatus.EGRESS_FAILED);
  }

  @Test
  void vanish_active_staysActiveAndCannotBeStopped() throws Exception {
    EgressInfo egress = active();
    standIn.egresses().vanish(egress.getEgressId());
    await().until(() -> captures.only().isGone());
    assertThat(
            StandInClients.error(StandInClients.egress(standIn).stopEgress(egress.getEgressId())))
        .startsWith("408 {\"code\":\"deadline_exceeded\"");
    assertThat(standIn.egresses().running())
        .extracting(EgressInfo::getStatus)
        .containsExactly(EgressStatus.EGRESS_ACTIVE);
  }

  @Test
  void limit_reached_closesCleanly() throws Exception {
    EgressInfo egress = active();
    standIn.egresses().reachLimit(egress.getEgressId());
    await().until(() -> captures.only().controls().contains("close:0"));
    EgressInfo ended = standIn.egresses().info(egress.getEgressId()).orElseThrow();
    assertThat(ended.getStatus()).isEqualTo(EgressStatus.EGRESS_LIMIT_REACHED);
    assertThat(ended.getErrorCode()).isEqualTo(413);
  }

  @Test
  void stall_thenBurst_losesNothing() throws Exception {
    EgressInfo egress = active();
    standIn.egresses().stall(egress.getEgressId(), Duration.ofMillis(300));
    int before = captures.only().audio().size();
    await()
        .pollInterval(Duration.ofMillis(5))
        .until(() -> captures.only().audio().size() > before + 20);
    assertThat(missingFrames(captures.only().samples())).isZero();
  }

  @Test
  void loss_stall_skipsAudio() throws Exception {
    EgressInfo egress = active();
    standIn.egresses().lose(egress.getEgressId(), Duration.ofMillis(203));
    int before = captures.only().audio().size();
    await().until(() -> captures.only().audio().size() > before + 5);
    assertThat(missingFrames(captures.only().samples())).isGreaterThanOrEqualTo(480L);
  }

  @Test
  void control_byHttp_scriptsRoomsAndFaults() throws Exception {
    control("join", "{\"room\":\"x\",\"identity\":\"eve\",\"kind\":\"SIP\"}");
    String published = control("publish", "{\"room\":\"x\",\"identity\":\"eve\",\"toneHz\":440}");
    assertThat(published).startsWith("{\"track\":\"TR_AM");
    control("mute", "{\"room\":\"x\",\"identity\":\"eve\"}");
    assertThat(standIn.room("x").microphone("eve").orElseThrow().info().getMuted()).isTrue();
    control("api-faults", "{\"egressQuota\":0}");
    assertThat(StandInClients.error(start())).startsWith("429");
    assertThat(control("state", "{}")).contains("\"identity\":\"eve\"");
    assertThat(control("leave", "{\"room\":\"x\",\"identity\":\"nobody\"}"))
        .isEqualTo("{\"error\":\"no such participant\"}");
  }

  private String control(String action, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(standIn.url() + "/control/" + action))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private Call<EgressInfo> start() {
    return StandInClients.egress(standIn)
        .startTrackEgress("r", captures.url("/a").toString(), track.sid());
  }

  private EgressInfo active() throws Exception {
    EgressInfo egress = StandInClients.ok(start());
    await().until(() -> !captures.captures().isEmpty() && captures.only().audio().size() > 2);
    return egress;
  }

  private static long missingFrames(short[] stereo) {
    long missing = 0;
    for (int i = 2; i < stereo.length; i += 2) {
      missing += Math.floorMod(stereo[i] - stereo[i - 2] - 1, RAMP_FRAMES);
    }
    return missing;
  }
}
