package io.roomscribe.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomscribe.standin.livekit.LiveKitStandIn;
import io.roomscribe.standin.livekit.StandInTrack;
import io.roomscribe.standin.media.FfmpegProgram;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A room is heard by one egress where there are not enough for every track. */
@Served
class RoomCaptureIT {

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

  @ParameterizedTest
  @ValueSource(strings = {"rtmp", "room"})
  void wholeRoom_talkOfThree_isStoredWithoutNames(String capture) {
    List<StandInTrack> people = meeting.people(3);
    meeting.start("{\"capture\":\"" + capture + "\"}");
    meeting.awaitCapture(capture);

    meeting.sayInTurn(people, "good morning", "hello there", "late but here");
    meeting.stop();

    assertThat(meeting.lines())
        .containsExactly(": good morning", ": hello there", ": late but here");
  }

  @Test
  void room_twoSpeakers_areToldApartByTheirChannels() {
    List<StandInTrack> people = meeting.people(2);
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

  @Test
  void rtmp_publisherWithAWrongKey_isRefused_andTheSessionGoesOn() throws Exception {
    List<StandInTrack> people = meeting.people(3);
    meeting.start("{\"capture\":\"rtmp\"}");
    meeting.awaitCapture("rtmp");

    Process intruder = publish(TestBed.rtmpUrl() + "/" + meeting.sessionId() + "?key=guessed");

    assertThat(intruder.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(intruder.exitValue()).isNotZero();
    Talk.say(people.get(0), "still here");
    meeting.awaitLine(": still here");
    assertThat(TestBed.log()).doesNotContain("guessed");
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
