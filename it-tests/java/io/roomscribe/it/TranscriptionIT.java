package io.roomscribe.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomscribe.standin.livekit.LiveKitStandIn;
import io.roomscribe.standin.livekit.StandInTrack;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The main job: people talk in a LiveKit room, and their words are stored under their names. */
@Served
class TranscriptionIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Api api = new Api(TestBed.base(), TestBed.API_KEY);
  private final LiveKitStandIn liveKit = TestBed.bed().liveKit();
  private Meeting meeting;

  @BeforeEach
  void open() {
    meeting = new Meeting();
  }

  @AfterEach
  void close() {
    meeting.close();
  }

  @Test
  void talk_ofThree_isStoredOnceUnderTheRightNames() {
    StandInTrack ann = meeting.microphone("ann", "Ann");
    StandInTrack bob = meeting.microphone("bob", "Bob");
    StandInTrack cid = meeting.microphone("cid", "Cid");
    meeting.start();
    meeting.awaitCapturing(3);

    Talk.say(ann, "good morning all");
    meeting.awaitLine("Ann: good morning all");
    Talk.say(bob, "hello ann");
    meeting.awaitLine("Bob: hello ann");
    Talk.say(cid, "late but here");
    meeting.awaitLine("Cid: late but here");
    meeting.stop();

    assertThat(meeting.lines())
        .containsExactly("Ann: good morning all", "Bob: hello ann", "Cid: late but here");
    JsonNode session = api.get("/sessions/" + meeting.sessionId());
    assertThat(session.get("state").asText()).isEqualTo("ENDED");
    assertThat(session.get("transitions"))
        .extracting(transition -> transition.get("to").asText())
        .containsExactly("WAITING", "ACTIVE", "STOPPING", "ENDED");
  }

  @Test
  void transcript_isServedInEveryFormatAndFoundBySearch() {
    StandInTrack ann = meeting.microphone("ann", "Ann");
    meeting.start();
    meeting.awaitCapturing(1);
    Talk.say(ann, "quartz sphinx");
    meeting.awaitLine("Ann: quartz sphinx");
    meeting.stop();

    String path = "/sessions/" + meeting.sessionId() + "/transcript";
    assertThat(api.text(path, "text/vtt")).startsWith("WEBVTT").contains("<v Ann>quartz sphinx");
    assertThat(api.text(path + "?format=srt", "*/*")).contains("-->").contains("quartz sphinx");
    assertThat(api.text(path, "text/plain")).contains("Ann").contains("quartz sphinx");
    JsonNode found = api.get("/transcripts?q=QUARTZ&room=" + meeting.room());
    assertThat(found.get("lines")).hasSize(1);
    assertThat(found.get("lines").get(0).get("text").asText()).isEqualTo("quartz sphinx");
  }

  @Test
  void captions_partialsThenFinal_andAViewerWhoReturnsMissesNothing() {
    StandInTrack ann = meeting.microphone("ann", "Ann");
    meeting.start();
    meeting.awaitCapturing(1);
    try (Captions live = api.captions(meeting.sessionId(), null)) {
      Talk.say(ann, "first words spoken at some length");
      await().atMost(PATIENCE).until(() -> live.finals().size() == 1);
      assertThat(live.partials()).isNotEmpty();
      assertThat(live.finals().get(0).text()).isEqualTo("first words spoken at some length");
    }
    Talk.say(ann, "said while away");
    meeting.awaitLine("Ann: said while away");
    try (Captions back = api.captions(meeting.sessionId(), "1")) {
      await().atMost(PATIENCE).until(() -> back.finals().size() == 1);
      assertThat(back.finals().get(0).text()).isEqualTo("said while away");
      meeting.stop();
      await().atMost(PATIENCE).until(back::isEnded);
    }
  }

  @Test
  void start_twiceForARoom_findsTheRunningSession() {
    meeting.microphone("ann", "Ann");
    meeting.start();

    Api.Answer again = api.post("/sessions", "{\"room\":\"" + meeting.room() + "\"}");

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().get("id").asText()).isEqualTo(meeting.sessionId());
  }

  @Test
  void lateTrack_everyWebhookLost_isCapturedAllTheSame() {
    liveKit.webhookFaults().dropOf(meeting.room());
    meeting.start();
    StandInTrack late = meeting.microphone("eve", "Eve");
    meeting.awaitCapturing(1);

    Talk.say(late, "am i late");

    meeting.awaitLine("Eve: am i late");
  }

  @Test
  void track_republishedUnderANewSid_isFollowed() {
    StandInTrack ann = meeting.microphone("ann", "Ann");
    meeting.start();
    meeting.awaitCapturing(1);
    Talk.say(ann, "before");
    meeting.awaitLine("Ann: before");

    StandInTrack again = ann.republish();
    meeting.awaitCapturing(again);
    Talk.say(again, "after");

    meeting.awaitLine("Ann: after");
    assertThat(meeting.lines()).containsExactly("Ann: before", "Ann: after");
  }

  @Test
  void egressKilled_isReplacedAtOnce() {
    StandInTrack ann = meeting.microphone("ann", "Ann");
    meeting.start();
    meeting.awaitCapturing(1);
    Talk.say(ann, "before");
    meeting.awaitLine("Ann: before");
    String dead = meeting.track(ann).get("egressId").asText();

    liveKit.egresses().kill(dead);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                "CAPTURING".equals(meeting.track(ann).path("state").asText())
                    && !dead.equals(meeting.track(ann).path("egressId").asText()));
    meeting.awaitMoreOf(ann);
    Talk.say(ann, "after");

    meeting.awaitLine("Ann: after");
  }

  @Test
  void roomFinished_sessionEndsByItself() {
    StandInTrack ann = meeting.microphone("ann", "Ann");
    meeting.start();
    meeting.awaitCapturing(1);
    Talk.say(ann, "good bye");
    meeting.awaitLine("Ann: good bye");

    meeting.stage().finish();

    meeting.awaitState("ENDED");
    assertThat(meeting.lines()).containsExactly("Ann: good bye");
  }

  @Test
  void autoStart_roomOfThatName_isTranscribedUnasked() {
    Meeting unasked = new Meeting("auto-");
    StandInTrack ann = unasked.microphone("ann", "Ann");

    unasked.awaitSession();
    unasked.awaitCapturing(ann);
    Talk.say(ann, "nobody asked");
    unasked.awaitLine("Ann: nobody asked");
    unasked.close();
  }
}
