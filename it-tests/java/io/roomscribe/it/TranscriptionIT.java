package io.roomscribe.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.roomscribe.standin.gladia.Faults;
import io.roomscribe.standin.livekit.LiveKitStandIn;
import io.roomscribe.standin.livekit.StandInParticipant;
import io.roomscribe.standin.livekit.StandInRoom;
import io.roomscribe.standin.livekit.StandInTrack;
import io.roomscribe.standin.livekit.TrackSound;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The main job: people talk in a LiveKit room, and their words are stored under their names. */
@ArquillianTest
class TranscriptionIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Api api = new Api(TestBed.base(), TestBed.API_KEY);
  private LiveKitStandIn liveKit;
  private StandInRoom room;
  private String sessionId = "";

  @Deployment(testable = false)
  static WebArchive war() {
    return WarUnderTest.archive();
  }

  @BeforeEach
  void openRoom() {
    liveKit = TestBed.bed().liveKit();
    room = liveKit.room("it-" + UUID.randomUUID());
  }

  @AfterEach
  void closeRoom() {
    liveKit.apiFaults().clear();
    liveKit.webhookFaults().clear();
    TestBed.bed().gladia().faults().clear();
    room.finish();
    if (!sessionId.isEmpty()) {
      awaitState("ENDED");
    }
  }

  @Test
  void talk_ofThree_isStoredOnceUnderTheRightNames() {
    StandInTrack ann = microphone("ann", "Ann");
    StandInTrack bob = microphone("bob", "Bob");
    StandInTrack cid = microphone("cid", "Cid");
    start();
    awaitCapturing(3);

    Talk.say(ann, "good morning all");
    awaitLine("ann", "good morning all");
    Talk.say(bob, "hello ann");
    awaitLine("bob", "hello ann");
    Talk.say(cid, "late but here");
    awaitLine("cid", "late but here");
    stop();

    assertThat(lines())
        .containsExactly("Ann: good morning all", "Bob: hello ann", "Cid: late but here");
    JsonNode session = api.get("/sessions/" + sessionId);
    assertThat(session.get("state").asText()).isEqualTo("ENDED");
    assertThat(session.get("transitions"))
        .extracting(transition -> transition.get("to").asText())
        .containsExactly("WAITING", "ACTIVE", "STOPPING", "ENDED");
  }

  @Test
  void transcript_isServedInEveryFormatAndFoundBySearch() {
    StandInTrack ann = microphone("ann", "Ann");
    start();
    awaitCapturing(1);
    Talk.say(ann, "quartz sphinx");
    awaitLine("ann", "quartz sphinx");
    stop();

    String path = "/sessions/" + sessionId + "/transcript";
    assertThat(api.text(path, "text/vtt")).startsWith("WEBVTT").contains("<v Ann>quartz sphinx");
    assertThat(api.text(path + "?format=srt", "*/*")).contains("-->").contains("quartz sphinx");
    assertThat(api.text(path, "text/plain")).contains("Ann").contains("quartz sphinx");
    JsonNode found = api.get("/transcripts?q=QUARTZ&room=" + room.name());
    assertThat(found.get("lines")).hasSize(1);
    assertThat(found.get("lines").get(0).get("text").asText()).isEqualTo("quartz sphinx");
  }

  @Test
  void captions_partialsThenFinal_andAViewerWhoReturnsMissesNothing() {
    StandInTrack ann = microphone("ann", "Ann");
    start();
    awaitCapturing(1);
    try (Captions live = api.captions(sessionId, null)) {
      Talk.say(ann, "first words spoken at some length");
      await().atMost(PATIENCE).until(() -> live.finals().size() == 1);
      assertThat(live.partials()).isNotEmpty();
      assertThat(live.finals().get(0).text()).isEqualTo("first words spoken at some length");
    }
    Talk.say(ann, "said while away");
    awaitLine("ann", "said while away");
    try (Captions back = api.captions(sessionId, "1")) {
      await().atMost(PATIENCE).until(() -> back.finals().size() == 1);
      assertThat(back.finals().get(0).text()).isEqualTo("said while away");
      stop();
      await().atMost(PATIENCE).until(back::isEnded);
    }
  }

  @Test
  void start_twiceForARoom_findsTheRunningSession() {
    microphone("ann", "Ann");
    start();

    Api.Answer again = api.post("/sessions", "{\"room\":\"" + room.name() + "\"}");

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().get("id").asText()).isEqualTo(sessionId);
  }

  @Test
  void lateTrack_everyWebhookLost_isCapturedAllTheSame() {
    liveKit.webhookFaults().dropAll(true);
    start();
    StandInTrack late = microphone("eve", "Eve");
    awaitCapturing(1);

    Talk.say(late, "am i late");

    awaitLine("eve", "am i late");
  }

  @Test
  void track_republishedUnderANewSid_isFollowed() {
    StandInTrack ann = microphone("ann", "Ann");
    start();
    awaitCapturing(1);
    Talk.say(ann, "before");
    awaitLine("ann", "before");

    StandInTrack again = ann.republish();
    await()
        .atMost(PATIENCE)
        .until(() -> "CAPTURING".equals(track(again.sid()).path("state").asText()));
    Talk.say(again, "after");

    awaitLine("ann", "after");
    assertThat(lines()).containsExactly("Ann: before", "Ann: after");
  }

  @Test
  void quotaUsedUp_trackWaitsWithTheReason_andIsCapturedWhenAPlaceIsFree() {
    leaveRoomForOneEgress();
    StandInTrack ann = microphone("ann", "Ann");
    StandInTrack bob = microphone("bob", "Bob");
    start();
    awaitCapturing(1);
    await().atMost(PATIENCE).until(() -> track(bob.sid()).path("cause").asText().contains("QUOTA"));
    assertThat(track(bob.sid()).get("state").asText()).isEqualTo("WAITING");

    ann.owner().leave();
    await()
        .atMost(PATIENCE)
        .until(() -> "CAPTURING".equals(track(bob.sid()).path("state").asText()));
    Talk.say(bob, "my turn");

    awaitLine("bob", "my turn");
  }

  @Test
  void egressKilled_isReplacedAtOnce() {
    StandInTrack ann = microphone("ann", "Ann");
    start();
    awaitCapturing(1);
    Talk.say(ann, "before");
    awaitLine("ann", "before");
    String dead = track(ann.sid()).get("egressId").asText();

    liveKit.egresses().kill(dead);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                "CAPTURING".equals(track(ann.sid()).path("state").asText())
                    && !dead.equals(track(ann.sid()).path("egressId").asText()));
    Talk.say(ann, "after");

    awaitLine("ann", "after");
  }

  @Test
  void gladiaDropsTheConnection_noWordIsLostOrDoubled() {
    StandInTrack ann = microphone("ann", "Ann");
    start();
    awaitCapturing(1);
    Talk.say(ann, "one");
    awaitLine("ann", "one");
    TestBed.bed().gladia().faults().breakConnection(new Faults.Break(16_000, 9_600, 1006, false));

    Talk.say(ann, "two three four five six seven eight");

    awaitLine("ann", "two three four five six seven eight");
    stop();
    assertThat(lines()).containsExactly("Ann: one", "Ann: two three four five six seven eight");
  }

  @Test
  void roomFinished_sessionEndsByItself() {
    StandInTrack ann = microphone("ann", "Ann");
    start();
    awaitCapturing(1);
    Talk.say(ann, "good bye");
    awaitLine("ann", "good bye");

    room.finish();

    awaitState("ENDED");
    assertThat(lines()).containsExactly("Ann: good bye");
  }

  @Test
  void autoStart_roomOfThatName_isTranscribedUnasked() {
    StandInRoom meeting = liveKit.room("auto-" + UUID.randomUUID());
    StandInTrack ann = meeting.join("ann", "Ann").publishMicrophone(TrackSound.silence());

    await()
        .atMost(PATIENCE)
        .until(() -> api.get("/sessions?room=" + meeting.name()).get("items").size() == 1);
    sessionId = api.get("/sessions?room=" + meeting.name()).get("items").get(0).get("id").asText();
    awaitCapturing(1);
    Talk.say(ann, "nobody asked");
    awaitLine("ann", "nobody asked");
    meeting.finish();
  }

  /** An egress whose host vanished in another test is still counted, as LiveKit counts it. */
  private void leaveRoomForOneEgress() {
    liveKit.apiFaults().egressQuota(liveKit.egresses().running().size() + 1);
  }

  private StandInTrack microphone(String identity, String name) {
    StandInParticipant person = room.join(identity, name);
    return person.publishMicrophone(TrackSound.silence());
  }

  private void start() {
    Api.Answer started =
        api.post(
            "/sessions", "{\"room\":\"" + room.name() + "\",\"options\":{\"languages\":[\"en\"]}}");
    assertThat(started.status()).isEqualTo(201);
    sessionId = started.json().get("id").asText();
  }

  private void stop() {
    api.post("/sessions/" + sessionId + "/stop", "");
    awaitState("ENDED");
  }

  private void awaitState(String state) {
    await()
        .atMost(PATIENCE)
        .until(() -> state.equals(api.get("/sessions/" + sessionId).get("state").asText()));
  }

  private void awaitCapturing(int tracks) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              int capturing = 0;
              for (JsonNode track : api.get("/sessions/" + sessionId).get("tracks")) {
                capturing += "CAPTURING".equals(track.get("state").asText()) ? 1 : 0;
              }
              return capturing == tracks;
            });
  }

  private JsonNode track(String trackId) {
    for (JsonNode track : api.get("/sessions/" + sessionId).get("tracks")) {
      if (track.get("trackId").asText().equals(trackId)) {
        return track;
      }
    }
    return MissingNode.getInstance();
  }

  private void awaitLine(String identity, String text) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(lines("identity"))
                    .as(() -> api.text("/sessions/" + sessionId, "application/json"))
                    .contains(identity + ": " + text));
  }

  private List<String> lines() {
    return lines("name");
  }

  private List<String> lines(String speakerBy) {
    List<String> lines = new ArrayList<>();
    for (JsonNode line : transcript()) {
      lines.add(line.at("/speakers/0/" + speakerBy).asText() + ": " + line.get("text").asText());
    }
    return lines;
  }

  private JsonNode transcript() {
    return api.get("/sessions/" + sessionId + "/transcript?format=json").get("lines");
  }
}
