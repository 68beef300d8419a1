package io.roomscribe.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomscribe.standin.livekit.LiveKitStandIn;
import io.roomscribe.standin.livekit.StandInTrack;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A session outlives the application: WildFly takes the WAR out and in again, Payara Micro is ended
 * by a SIGTERM and started again.
 */
@Served
@Isolated
class RedeployIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int FINALS_WITHHELD = 1_000;

  private final Api api = new Api(TestBed.base(), TestBed.API_KEY);
  private final LiveKitStandIn liveKit = TestBed.bed().liveKit();
  private final Server server;
  private Meeting meeting;

  RedeployIT(Server server) {
    this.server = server;
  }

  @BeforeEach
  void open() {
    meeting = new Meeting();
  }

  @AfterEach
  void close() {
    TestBed.bed().gladia().faults().clear();
    meeting.close();
  }

  @Test
  void redeploy_inTheMiddleOfATalk_goesOnWithEachWordOnceAndRecorded_andSaysWhatIsMissing()
      throws Exception {
    StandInTrack ann = meeting.microphone("ann", "Ann");
    meeting.start("{\"recording\":true}");
    meeting.awaitCapturing(1);
    Talk.say(ann, "one two three");
    meeting.awaitLine("Ann: one two three");
    String id = meeting.sessionId();
    String epoch = meeting.session().get("epoch").asText();
    TestBed.bed().gladia().faults().withholdFinals(FINALS_WITHHELD);
    long heardMs = meeting.session().at("/transcription/heardMs").asLong();
    Talk.say(ann, "four five six");
    await()
        .atMost(PATIENCE)
        .until(() -> meeting.session().at("/transcription/heardMs").asLong() > heardMs + 8_000);

    server.undeploy();
    TestBed.bed().gladia().faults().clear();
    server.deploy();

    meeting.awaitState("ACTIVE");
    meeting.awaitCapturing(1);
    meeting.awaitMoreOf(ann);
    Talk.say(ann, "seven eight nine");
    meeting.awaitLine("Ann: seven eight nine");
    meeting.stop();
    assertThat(meeting.lines())
        .containsExactly("Ann: one two three", "Ann: four five six", "Ann: seven eight nine");
    assertThat(meeting.sessionId()).isEqualTo(id);
    JsonNode session = meeting.session();
    assertThat(session.get("epoch").asText()).isEqualTo(epoch);
    assertThat(session.get("transitions"))
        .extracting(transition -> transition.get("to").asText())
        .containsExactly("WAITING", "ACTIVE", "WAITING", "ACTIVE", "STOPPING", "ENDED");
    assertThat(meeting.gaps())
        .filteredOn(gap -> gap.get("cause").asText().equals("NODE_DOWN"))
        .hasSize(1);
    assertThat(meeting.track(ann).get("attempts").asInt()).isEqualTo(2);
    assertRecorded();
  }

  /** Each line is to be heard where it is said to be, and the recording says what it misses. */
  private void assertRecorded() throws Exception {
    await()
        .atMost(PATIENCE)
        .until(() -> meeting.session().at("/recording/state").asText().equals("KEPT"));
    assertThat(meeting.session().at("/recording/lostMs").asLong()).isPositive();
    String session = "/sessions/" + meeting.sessionId();
    short[] samples = RecordingIT.samples(api.bytes(session + "/recording"));
    for (JsonNode line : api.get(session + "/transcript").get("lines")) {
      assertThat(RecordingIT.likeness(samples, line)).as(line.toString()).isGreaterThan(0.8);
    }
  }

  @Test
  void undeploy_sessionRunning_leavesNoEgressNoSocketAndNoThread() throws Exception {
    meeting.microphone("ann", "Ann");
    meeting.start("{\"capture\":\"rtmp\"}");
    meeting.awaitCapture("rtmp");

    server.undeploy();

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(egresses()).isZero());
    URI rtmp = URI.create(TestBed.rtmpUrl());
    assertThatThrownBy(() -> new Socket(rtmp.getHost(), rtmp.getPort()).close())
        .isInstanceOf(IOException.class);
    if (TestBed.isWildFly()) {
      assertThat(threads()).contains("MSC").doesNotContain("roomscribe");
    }
    server.deploy();
    meeting.awaitCapture("rtmp");
  }

  private long egresses() {
    return liveKit.egresses().running().stream()
        .filter(egress -> egress.getRoomName().equals(meeting.room()))
        .count();
  }

  /** The server's threads and what they do. */
  private static String threads() throws IOException {
    List<ProcessHandle> servers = TestBed.servers("-D[Standalone]");
    assertThat(servers).hasSize(1);
    long server = servers.get(0).pid();
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process dump =
        new ProcessBuilder(List.of(jcmd, Long.toString(server), "Thread.print"))
            .redirectErrorStream(true)
            .start();
    return new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
