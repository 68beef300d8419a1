package io.roomscribe.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomscribe.standin.livekit.LiveKitStandIn;
import io.roomscribe.standin.livekit.StandInRoom;
import io.roomscribe.standin.livekit.StandInTrack;
import io.roomscribe.standin.livekit.TrackSound;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A room of its own on the LiveKit stand-in, and its session once it is started. */
final class Meeting {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final LiveKitStandIn liveKit = TestBed.bed().liveKit();
  private final Api api = new Api(TestBed.base(), TestBed.API_KEY);
  private final StandInRoom room = liveKit.room("it-" + UUID.randomUUID());
  private String sessionId = "";

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

  /** Starts the session with the API key. */
  void start() {
    Api.Answer started = api.post("/sessions", "{\"room\":\"" + room.name() + "\"}");
    assertThat(started.status()).isEqualTo(201);
    sessionId = started.json().get("id").asText();
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

  /** Waits until the track is captured. */
  void awaitCapturing(StandInTrack track) {
    await().atMost(PATIENCE).until(() -> isCapturing(track));
  }

  boolean isCapturing(StandInTrack track) {
    for (JsonNode each : session().get("tracks")) {
      if (each.get("trackId").asText().equals(track.sid())) {
        return each.get("state").asText().equals("CAPTURING");
      }
    }
    return false;
  }

  /** Waits until somebody is known to have said this. */
  void awaitLine(String line) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(lines()).contains(line));
  }

  /** Who said what, so far. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (JsonNode line : api.get("/sessions/" + sessionId + "/transcript").get("lines")) {
      lines.add(line.at("/speakers/0/name").asText() + ": " + line.get("text").asText());
    }
    return lines;
  }

  /** Everybody leaves. */
  void close() {
    room.finish();
    if (!sessionId.isEmpty()) {
      awaitState("ENDED");
    }
  }
}
