package io.roomscribe.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.roomscribe.standin.livekit.LiveKitStandIn;
import io.roomscribe.standin.livekit.StandInRoom;
import io.roomscribe.standin.livekit.StandInTrack;
import io.roomscribe.standin.livekit.TrackSound;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** A room of its own on the LiveKit stand-in, and its session once it is started. */
final class Meeting {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /**
   * Audio that has come from a track or room before anybody speaks there. What piled up while it
   * began is caught up with by then: words of tones do not stand that, as speech does.
   */
  private static final int SETTLED_MS = 2_000;

  private static final List<String> NAMES = List.of("Ann", "Bob", "Cid", "Dan", "Eve");

  private final LiveKitStandIn liveKit = TestBed.bed().liveKit();
  private final Api api = new Api(TestBed.base(), TestBed.API_KEY);
  private final StandInRoom room;
  private String sessionId = "";

  Meeting() {
    this("it-");
  }

  /** In a room whose name begins like this. */
  Meeting(String prefix) {
    room = liveKit.room(prefix + UUID.randomUUID());
  }

  String room() {
    return room.name();
  }

  String sessionId() {
    return sessionId;
  }

  /** Somebody comes in with an open microphone. */
  StandInTrack microphone(String identity, String name) {
    return room.join(identity, name).publishMicrophone(TrackSound.silence());
  }

  /** So many people come in, up to five: Ann, Bob, Cid and so on. */
  List<StandInTrack> people(int count) {
    List<StandInTrack> people = new ArrayList<>();
    for (String name : NAMES.subList(0, count)) {
      people.add(microphone(name.toLowerCase(Locale.ROOT), name));
    }
    return people;
  }

  /** Each says one, a second after the one before; returns when all are heard, with no names. */
  void sayInTurn(List<StandInTrack> people, String... words) {
    Talk.sayInTurn(people, words);
    for (String each : words) {
      awaitLine(": " + each);
    }
  }

  StandInRoom stage() {
    return room;
  }

  /** Waits for a session that nobody asked for. */
  void awaitSession() {
    await()
        .atMost(PATIENCE)
        .until(() -> api.get("/sessions?room=" + room.name()).get("items").size() == 1);
    sessionId = api.get("/sessions?room=" + room.name()).at("/items/0/id").asText();
  }

  /** Starts the session with the API key. */
  void start() {
    start("{}");
  }

  /** Starts the session with these options, as JSON. */
  void start(String options) {
    Api.Answer started =
        api.post("/sessions", "{\"room\":\"" + room.name() + "\",\"options\":" + options + "}");
    assertThat(started.status()).as(started.body()).isEqualTo(201);
    sessionId = started.json().get("id").asText();
  }

  /** Stops the session and waits until all is stored. */
  void stop() {
    api.post("/sessions/" + sessionId + "/stop", "");
    awaitState("ENDED");
  }

  JsonNode session() {
    return api.get("/sessions/" + sessionId);
  }

  String state() {
    return session().get("state").asText();
  }

  void awaitState(String state) {
    await().atMost(PATIENCE).until(() -> state.equals(state()));
  }

  /** Waits until the track is captured, and has been for a little while. */
  void awaitCapturing(StandInTrack track) {
    await().atMost(PATIENCE).until(() -> isCapturing(track) && isSettled(track(track)));
  }

  /** Waits until just so many tracks are captured, and have been for a little while. */
  void awaitCapturing(int tracks) {
    await().atMost(PATIENCE).until(() -> capturing() == tracks);
  }

  /**
   * Waits until the room is heard this way, and has been for a little while: tracks, room or rtmp.
   */
  void awaitCapture(String way) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              JsonNode session = session();
              JsonNode capture = session.get("capture");
              assertThat(capture.get("active").asText()).as(session.toString()).isEqualTo(way);
              if (!way.equals("tracks")) {
                assertThat(capture.at("/room/state").asText()).isEqualTo("CAPTURING");
                assertThat(isSettled(capture.get("room"))).as(session.toString()).isTrue();
              }
            });
  }

  /** Waits for a little more of a track that goes on after it was interrupted. */
  void awaitMoreOf(StandInTrack track) {
    long before = receivedMs(track(track));
    await().atMost(PATIENCE).until(() -> receivedMs(track(track)) >= before + SETTLED_MS);
  }

  private long capturing() {
    long capturing = 0;
    for (JsonNode track : session().get("tracks")) {
      if (track.get("state").asText().equals("CAPTURING")) {
        if (!isSettled(track)) {
          return -1;
        }
        capturing++;
      }
    }
    return capturing;
  }

  private static boolean isSettled(JsonNode capture) {
    return receivedMs(capture) >= SETTLED_MS;
  }

  private static long receivedMs(JsonNode capture) {
    return capture.at("/counters/receivedMs").asLong();
  }

  boolean isCapturing(StandInTrack track) {
    return track(track).path("state").asText().equals("CAPTURING");
  }

  /** The track in the session resource; a missing node when it is not there. */
  JsonNode track(StandInTrack track) {
    for (JsonNode each : session().get("tracks")) {
      if (each.get("trackId").asText().equals(track.sid())) {
        return each;
      }
    }
    return MissingNode.getInstance();
  }

  /** Waits until somebody is known to have said this. */
  void awaitLine(String line) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(lines()).as(() -> session().toString()).contains(line));
  }

  /** Who said what, so far; nobody's name where the speaker is unknown. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (JsonNode line : api.get("/sessions/" + sessionId + "/transcript").get("lines")) {
      lines.add(line.at("/speakers/0/name").asText() + ": " + line.get("text").asText());
    }
    return lines;
  }

  /** What is known to be missing of the session's audio. */
  JsonNode gaps() {
    return api.get("/sessions/" + sessionId + "/gaps").get("gaps");
  }

  /** Everybody leaves. */
  void close() {
    room.finish();
    if (!sessionId.isEmpty()) {
      awaitState("ENDED");
    }
  }
}
