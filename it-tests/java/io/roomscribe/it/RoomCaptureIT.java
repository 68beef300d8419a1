package io.roomscribe.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.roomscribe.standin.livekit.LiveKitStandIn;
import io.roomscribe.standin.livekit.StandInTrack;
import io.roomscribe.standin.media.FfmpegProgram;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A room is heard by one egress where there are not enough for every track. */
@ArquillianTest
class RoomCaptureIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final List<String> NAMES = List.of("Ann", "Bob", "Cid", "Dan", "Eve");

  private final LiveKitStandIn liveKit = TestBed.bed().liveKit();
  private Meeting meeting;

  @Deployment(testable = false)
  static WebArchive war() {
    return WarUnderTest.archive();
  }

  @BeforeEach
  void open() {
    meeting = new Meeting();
  }

  @AfterEach
  void close() {
    liveKit.apiFaults().clear();
    meeting.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rtmp", "room"})
  void wholeRoom_talkOfThree_isStoredWithoutNames(String capture) {
    List<StandInTrack> people = people(3);
    meeting.start("{\"capture\":\"" + capture + "\"}");
    meeting.awaitCapture(capture);

    sayInTurn(people, "good morning", "hello there", "late but here");
    meeting.stop();

    assertThat(meeting.lines())
        .containsExactly(": good morning", ": hello there", ": late but here");
  }

  @Test
  void room_twoSpeakers_areToldApartByTheirChannels() {
    List<StandInTrack> people = people(2);
    meeting.start("{\"capture\":\"room\"}");
    meeting.awaitCapture("room");

    Talk.say(people.get(0), "left hand");
    meeting.awaitLine("Ann: left hand");
    Talk.say(people.get(1), "right hand");
    meeting.awaitLine("Bob: right hand");

    assertThat(
            liveKit.egresses().running().stream()
                .filter(egress -> egress.getRoomName().equals(meeting.room())))
        .hasSize(1);
  }

  /** Five people, and LiveKit takes so many egresses: all five are heard all the same. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void auto_quotaBelowTheSpeakers_everyoneIsHeard(int quota) {
    leaveRoomFor(quota);
    List<StandInTrack> people = people(5);
    meeting.start("{\"capture\":\"auto\"}");
    meeting.awaitCapture("room");

    sayInTurn(people, "one", "two", "three", "four", "five");
    meeting.stop();

    assertThat(meeting.lines()).containsExactly(": one", ": two", ": three", ": four", ": five");
  }

  @Test
  void auto_speakersComeAndGo_sessionIsSwitchedOverAndBackWithoutLosingOrDoublingAWord() {
    leaveRoomFor(3);
    List<StandInTrack> people = people(2);
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
  void rtmp_publisherWithAWrongKey_isRefused_andTheSessionGoesOn() throws Exception {
    List<StandInTrack> people = people(3);
    meeting.start("{\"capture\":\"rtmp\"}");
    meeting.awaitCapture("rtmp");

    Process intruder = publish(TestBed.rtmpUrl() + "/" + meeting.sessionId() + "?key=guessed");

    assertThat(intruder.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(intruder.exitValue()).isNotZero();
    Talk.say(people.get(0), "still here");
    meeting.awaitLine(": still here");
    assertThat(TestBed.log()).doesNotContain("guessed");
  }

  @Test
  void rtmp_ffmpegKilled_isReplacedAndTheSessionGoesOn() {
    List<StandInTrack> people = people(3);
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

  private List<StandInTrack> people(int count) {
    List<StandInTrack> people = new ArrayList<>();
    for (String name : NAMES.subList(0, count)) {
      people.add(meeting.microphone(name.toLowerCase(java.util.Locale.ROOT), name));
    }
    return people;
  }

  private void sayInTurn(List<StandInTrack> people, String... words) {
    for (int i = 0; i < words.length; i++) {
      Talk.say(people.get(i), words[i]);
      meeting.awaitLine(": " + words[i]);
    }
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

  private static Process publish(String url) throws IOException {
    return new ProcessBuilder(
            FfmpegProgram.path().toString(),
            "-nostdin",
            "-loglevel",
            "error",
            "-re",
            "-f",
            "lavfi",
            "-i",
            "sine=frequency=440:sample_rate=48000",
            "-c:a",
            "aac",
            "-f",
            "flv",
            url)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
