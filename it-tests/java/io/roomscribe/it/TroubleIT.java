package io.roomscribe.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomscribe.standin.gladia.Faults;
import io.roomscribe.standin.livekit.LiveKitStandIn;
import io.roomscribe.standin.livekit.StandInTrack;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Troubles that would meet every room of the server: too few egresses, and programs that die. */
@Served
@Isolated
class TroubleIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final LiveKitStandIn liveKit = TestBed.bed().liveKit();
  private Meeting meeting;

  @BeforeEach
  void open() {
    meeting = new Meeting();
  }

  @AfterEach
  void close() {
    liveKit.apiFaults().clear();
    TestBed.bed().gladia().faults().clear();
    meeting.close();
  }

  @Test
  void quotaUsedUp_trackWaitsWithTheReasonAndIsMissing_andIsCapturedWhenAPlaceIsFree() {
    leaveRoomFor(1);
    StandInTrack ann = meeting.microphone("ann", "Ann");
    StandInTrack bob = meeting.microphone("bob", "Bob");
    meeting.start("{\"capture\":\"tracks\"}");
    meeting.awaitCapturing(1);
    await()
        .atMost(PATIENCE)
        .until(() -> meeting.track(bob).path("cause").asText().contains("QUOTA"));
    assertThat(meeting.track(bob).get("state").asText()).isEqualTo("WAITING");
    long waitingMs = heardMs();
    await().atMost(PATIENCE).until(() -> heardMs() > waitingMs + 4_000);

    ann.owner().leave();
    meeting.awaitCapturing(bob);
    Talk.say(bob, "my turn");

    meeting.awaitLine("Bob: my turn");
    assertThat(missingMs("NOT_CAPTURED", bob)).isGreaterThanOrEqualTo(4_000);
  }

  /** Five people, and LiveKit takes so many egresses: all five are heard all the same. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void auto_quotaBelowTheSpeakers_everyoneIsHeard(int quota) {
    leaveRoomFor(quota);
    List<StandInTrack> people = meeting.people(5);
    meeting.start("{\"capture\":\"auto\"}");
    meeting.awaitCapture("room");

    meeting.sayInTurn(people, "one", "two", "three", "four", "five");
    meeting.stop();

    assertThat(meeting.lines()).containsExactly(": one", ": two", ": three", ": four", ": five");
  }

  @Test
  void auto_speakersComeAndGo_sessionIsSwitchedOverAndBackWithoutLosingOrDoublingAWord() {
    leaveRoomFor(3);
    List<StandInTrack> people = meeting.people(2);
    meeting.start("{\"capture\":\"auto\"}");
    meeting.awaitCapturing(2);
    Talk.say(people.get(0), "one two three");
    meeting.awaitLine("Ann: one two three");

    StandInTrack cid = meeting.microphone("cid", "Cid");
    StandInTrack dan = meeting.microphone("dan", "Dan");
    Talk.say(people.get(1), "four five six seven eight nine ten eleven twelve");
    meeting.awaitCapture("room");
    Talk.say(cid, "thirteen fourteen");
    meeting.awaitLine(": thirteen fourteen");

    cid.owner().leave();
    dan.owner().leave();
    meeting.awaitCapture("tracks");
    Talk.say(people.get(0), "fifteen sixteen");
    meeting.awaitLine("Ann: fifteen sixteen");
    meeting.stop();

    assertThat(words())
        .isEqualTo(
            "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
                + " fifteen sixteen");
    assertThat(meeting.session().at("/capture/switches")).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void gladiaDropsTheConnection_noWordIsLostOrDoubled() {
    StandInTrack ann = meeting.microphone("ann", "Ann");
    meeting.start();
    meeting.awaitCapturing(1);
    Talk.say(ann, "one");
    meeting.awaitLine("Ann: one");
    TestBed.bed().gladia().faults().breakConnection(new Faults.Break(16_000, 9_600, 1006, false));

    Talk.say(ann, "two three four five six seven eight");

    meeting.awaitLine("Ann: two three four five six seven eight");
    meeting.stop();
    assertThat(meeting.lines())
        .containsExactly("Ann: one", "Ann: two three four five six seven eight");
  }

  @Test
  void rtmp_ffmpegKilled_isReplacedAndTheSessionGoesOn() {
    List<StandInTrack> people = meeting.people(3);
    meeting.start("{\"capture\":\"rtmp\"}");
    meeting.awaitCapture("rtmp");
    Talk.say(people.get(0), "before");
    meeting.awaitLine(": before");

    List<ProcessHandle> decoders = decoders();
    assertThat(decoders).isNotEmpty();
    decoders.forEach(ProcessHandle::destroyForcibly);
    await().atMost(PATIENCE).until(() -> decoders().stream().anyMatch(d -> !decoders.contains(d)));
    // What had piled up while it began is through: it is as late as before.
    long receivedMs = receivedMs();
    await().atMost(PATIENCE).until(() -> receivedMs() > receivedMs + 3_000);
    Talk.say(people.get(0), "after");

    meeting.awaitLine(": after");
    meeting.stop();
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(decoders()).isEmpty());
  }

  private long receivedMs() {
    return meeting.session().at("/capture/room/counters/receivedMs").asLong();
  }

  private long heardMs() {
    return meeting.session().at("/transcription/heardMs").asLong();
  }

  private long missingMs(String cause, StandInTrack track) {
    long missing = 0;
    for (JsonNode gap : meeting.gaps()) {
      if (gap.get("cause").asText().equals(cause)
          && gap.get("trackId").asText().equals(track.sid())) {
        missing += gap.get("toMs").asLong() - gap.get("fromMs").asLong();
      }
    }
    return missing;
  }

  private String words() {
    return String.join(
        " ", meeting.lines().stream().map(line -> line.substring(line.indexOf(' ') + 1)).toList());
  }

  /** An egress whose host vanished in another test is still counted, as LiveKit counts it. */
  private void leaveRoomFor(int egresses) {
    liveKit.apiFaults().egressQuota(liveKit.egresses().running().size() + egresses);
  }

  /** FFmpeg processes of the server under test; those of the stand-in are our own children. */
  private static List<ProcessHandle> decoders() {
    long ours = ProcessHandle.current().pid();
    return ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().command().orElse("").endsWith("ffmpeg"))
        .filter(process -> process.parent().map(ProcessHandle::pid).orElse(ours) != ours)
        .toList();
  }
}
