package io.roomscribe.livekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.google.protobuf.InvalidProtocolBufferException;
import io.roomscribe.rooms.EgressState;
import io.roomscribe.rooms.RoomHints;
import io.roomscribe.security.LiveKitTokens;
import io.roomscribe.security.RefusedException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhooksTest {

  private static final String KEY = "devkey";
  private static final String SECRET = "a-secret-of-thirty-two-characters";
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final RecordedHints hints = new RecordedHints();
  private final Webhooks webhooks =
      new Webhooks(new LiveKitTokens(KEY, SECRET, Clock.fixed(NOW, ZoneOffset.UTC)), hints, 2);

  private static final class RecordedHints implements RoomHints {
    final List<String> all = new ArrayList<>();

    @Override
    public void roomChanged(String room) {
      all.add("changed " + room);
    }

    @Override
    public void roomFinished(String room) {
      all.add("finished " + room);
    }

    @Override
    public void egressChanged(EgressState egress) {
      all.add("egress " + egress.egressId() + " " + egress.status());
    }
  }

  private static String signature(String body, String key, String secret, Instant signedAt) {
    return JWT.create()
        .withIssuer(key)
        .withNotBefore(signedAt)
        .withExpiresAt(signedAt.plusSeconds(300))
        .withClaim("sha256", digest(body))
        .sign(Algorithm.HMAC256(secret));
  }

  private static String digest(String body) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void receive(String body) throws Exception {
    webhooks.receive(signature(body, KEY, SECRET, NOW), body.getBytes(StandardCharsets.UTF_8));
  }

  private static String event(String kind, String id, String more) {
    return "{\"event\":\""
        + kind
        + "\",\"id\":\""
        + id
        + "\",\"createdAt\":\"1767225600\""
        + more
        + "}";
  }

  private static final String ROOM = ",\"room\":{\"sid\":\"RM_x\",\"name\":\"standup\"}";

  @ParameterizedTest
  @CsvSource({
    "room_started,changed standup",
    "participant_joined,changed standup",
    "participant_left,changed standup",
    "participant_connection_aborted,changed standup",
    "track_published,changed standup",
    "track_unpublished,changed standup",
    "room_finished,finished standup"
  })
  void receive_eachRoomEvent_hints(String kind, String hint) throws Exception {
    receive(event(kind, "EV_1", ROOM));
    assertThat(hints.all).containsExactly(hint);
  }

  @Test
  void receive_trackOfDefaultsLeftOut_isAudio() throws Exception {
    receive(
        event(
            "track_published",
            "EV_1",
            ROOM
                + ",\"participant\":{\"sid\":\"PA_x\",\"identity\":\"bob\"},\"track\":{\"sid\":"
                + "\"TR_x\",\"source\":\"MICROPHONE\",\"mimeType\":\"audio/red\"}"));
    assertThat(hints.all).containsExactly("changed standup");
  }

  @Test
  void receive_videoTracksAndEgressParticipants_areNoNews() throws Exception {
    receive(event("track_published", "EV_1", ROOM + ",\"track\":{\"type\":\"VIDEO\"}"));
    receive(event("participant_joined", "EV_2", ROOM + ",\"participant\":{\"kind\":\"EGRESS\"}"));
    assertThat(hints.all).isEmpty();
  }

  @Test
  void receive_egressEvents_carryTheState() throws Exception {
    String info = ",\"egressInfo\":{\"egressId\":\"EG_1\",\"roomName\":\"standup\"";
    receive(event("egress_started", "EV_1", info + "}"));
    receive(event("egress_updated", "EV_2", info + ",\"status\":\"EGRESS_ACTIVE\"}"));
    receive(event("egress_ended", "EV_3", info + ",\"status\":\"EGRESS_FAILED\"}"));
    assertThat(hints.all)
        .containsExactly(
            "egress EG_1 STARTING",
            "changed standup",
            "egress EG_1 ACTIVE",
            "changed standup",
            "egress EG_1 FAILED",
            "changed standup");
  }

  @Test
  void receive_fieldsAndValuesOfANewerServer_areSkipped() throws Exception {
    receive(
        event(
            "participant_joined",
            "EV_1",
            ROOM + ",\"participant\":{\"kind\":\"HOLOGRAM\",\"aura\":7},\"weather\":{\"x\":[]}"));
    receive(event("weather_changed", "EV_2", ROOM));
    assertThat(hints.all).containsExactly("changed standup");
  }

  @Test
  void receive_sameIdTwice_handsOnOnce() throws Exception {
    receive(event("room_started", "EV_1", ROOM));
    receive(event("room_started", "EV_1", ROOM));
    assertThat(hints.all).hasSize(1);
  }

  @Test
  void receive_moreIdsThanRemembered_forgetsTheOldest() throws Exception {
    receive(event("room_started", "EV_1", ROOM));
    receive(event("room_started", "EV_2", ROOM));
    receive(event("room_started", "EV_3", ROOM));
    receive(event("room_started", "EV_2", ROOM));
    assertThat(hints.all).hasSize(3);
    receive(event("room_started", "EV_1", ROOM));
    assertThat(hints.all).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {-355, -290, 0, 55})
  void receive_clocksThatDifferByUpToAMinute_areTolerated(int skewSeconds) throws Exception {
    String body = event("room_started", "EV_1", ROOM);
    webhooks.receive(
        signature(body, KEY, SECRET, NOW.plusSeconds(skewSeconds)),
        body.getBytes(StandardCharsets.UTF_8));
    assertThat(hints.all).hasSize(1);
  }

  @Test
  void receive_badSignatures_areRefused() {
    String body = event("room_started", "EV_1", ROOM);
    List<String> bad =
        List.of(
            "",
            "not-a-token",
            "Bearer " + signature(body, KEY, SECRET, NOW),
            signature(body + " ", KEY, SECRET, NOW),
            signature(body, "otherkey", SECRET, NOW),
            signature(body, KEY, "another-secret-of-32-characters!", NOW),
            signature(body, KEY, SECRET, NOW.plusSeconds(65)),
            signature(body, KEY, SECRET, NOW.minusSeconds(365)),
            JWT.create()
                .withIssuer(KEY)
                .withExpiresAt(NOW.plusSeconds(300))
                .sign(Algorithm.HMAC256(SECRET)),
            JWT.create()
                .withIssuer(KEY)
                .withClaim("sha256", digest(body))
                .sign(Algorithm.HMAC256(SECRET)));
    for (String signature : bad) {
      assertThatThrownBy(() -> webhooks.receive(signature, body.getBytes(StandardCharsets.UTF_8)))
          .as(signature)
          .isInstanceOf(RefusedException.class);
    }
    assertThat(hints.all).isEmpty();
  }

  @Test
  void receive_signedButNotAWebhook_isMalformed() {
    for (String body : List.of("", "hello", "[]", "{\"room\":7}", "{\"createdAt\":\"x\"}")) {
      assertThatThrownBy(() -> receive(body))
          .as(body)
          .isInstanceOf(InvalidProtocolBufferException.class);
    }
    assertThat(hints.all).isEmpty();
  }
}
