package io.roomscribe.standin.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import io.livekit.server.AccessToken;
import io.livekit.server.RoomAdmin;
import io.livekit.server.RoomList;
import io.livekit.server.RoomName;
import io.livekit.server.VideoGrant;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import livekit.LivekitModels.DataPacket;
import livekit.LivekitModels.Encryption;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.Room;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitRoom.SendDataRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoomServiceTest {

  private final LiveKitStandIn standIn = LiveKitStandIn.start(StandInOptions.prompt());
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    standIn.close();
  }

  @Test
  void listParticipants_peopleAndAgent_givesKindsAndTracks() throws Exception {
    StandInRoom room = standIn.room("r");
    StandInParticipant bob = room.join("bob", "Bob");
    room.join(ParticipantSpec.of("bot", "", ParticipantInfo.Kind.AGENT));
    StandInTrack track = bob.publish(TrackSpec.microphone(TrackSound.silence()).encrypted());

    List<ParticipantInfo> all =
        StandInClients.ok(StandInClients.rooms(standIn).listParticipants("r"));

    assertThat(all).extracting(ParticipantInfo::getIdentity).containsExactly("bob", "bot");
    assertThat(all.get(1).getKind()).isEqualTo(ParticipantInfo.Kind.AGENT);
    TrackInfo told = all.get(0).getTracks(0);
    assertThat(told.getSid()).isEqualTo(track.sid()).startsWith("TR_AM");
    assertThat(told.getSource()).isEqualTo(TrackSource.MICROPHONE);
    assertThat(told.getEncryption()).isEqualTo(Encryption.Type.GCM);
  }

  @Test
  void listParticipants_unknownRoom_isEmpty() throws Exception {
    assertThat(StandInClients.ok(StandInClients.rooms(standIn).listParticipants("nope"))).isEmpty();
  }

  @Test
  void listRooms_names_filters() throws Exception {
    standIn.room("a");
    standIn.room("b").join("bob", "Bob");

    List<Room> found = StandInClients.ok(StandInClients.rooms(standIn).listRooms(List.of("b")));

    assertThat(found).extracting(Room::getName).containsExactly("b");
    assertThat(found.get(0).getNumParticipants()).isEqualTo(1);
  }

  @Test
  void getParticipant_unknown_isNotFound() throws Exception {
    standIn.room("r");
    assertThat(StandInClients.error(StandInClients.rooms(standIn).getParticipant("r", "bob")))
        .isEqualTo(
            "404 {\"code\":\"not_found\","
                + "\"msg\":\"twirp error unknown: participant does not exist\"}");
  }

  @Test
  void deleteRoom_open_finishesIt() throws Exception {
    standIn.room("r").join("bob", "Bob");
    StandInClients.ok(StandInClients.rooms(standIn).deleteRoom("r"));
    assertThat(standIn.findRoom("r")).isEmpty();
    assertThat(standIn.events())
        .extracting(it -> it.getEvent())
        .containsExactly("room_started", "participant_joined", "participant_left", "room_finished");
  }

  @Test
  void sendData_any_isKept() throws Exception {
    standIn.room("r");
    StandInClients.ok(
        StandInClients.rooms(standIn)
            .sendData("r", new byte[] {1}, DataPacket.Kind.RELIABLE, List.of(), List.of("bob")));
    SendDataRequest sent = (SendDataRequest) standIn.calls().of("SendData").get(0).request();
    assertThat(sent.getDestinationIdentitiesList()).containsExactly("bob");
  }

  @Test
  void token_otherSecret_isRefusedInPlainText() throws Exception {
    assertThat(StandInClients.error(StandInClients.rooms(standIn, "wrong").listRooms()))
        .startsWith("401 invalid token: ")
        .endsWith("error: token signature is invalid: signature is invalid");
  }

  @Test
  void token_expiredBeyondLeeway_isRefused() throws Exception {
    AccessToken token = token(new RoomList(true));
    token.setExpiration(Date.from(Instant.now().minusSeconds(120)));
    assertThat(post("livekit.RoomService/ListRooms", "{}", "Bearer " + token.toJwt()).body())
        .endsWith("token has invalid claims: token is expired");
  }

  @Test
  void token_withoutGrant_isDenied() throws Exception {
    String token = "Bearer " + token(new RoomAdmin(true), new RoomName("r")).toJwt();
    assertThat(post("livekit.RoomService/ListRooms", "{}", token).body())
        .isEqualTo("{\"code\":\"unauthenticated\",\"msg\":\"permissions denied\"}");
    assertThat(post("livekit.RoomService/ListParticipants", "{\"room\":\"x\"}", token).statusCode())
        .isEqualTo(401);
    assertThat(post("livekit.RoomService/ListParticipants", "{\"room\":\"r\"}", token).statusCode())
        .isEqualTo(200);
  }

  @Test
  void token_none_isDenied() throws Exception {
    assertThat(post("livekit.RoomService/ListRooms", "{}", "").statusCode()).isEqualTo(401);
  }

  @Test
  void json_listRooms_namesFieldsAsTheProtoDoesWithDefaults() throws Exception {
    standIn.room("r");
    String token = "Bearer " + token(new RoomList(true)).toJwt();
    HttpResponse<String> answer = post("livekit.RoomService/ListRooms", "{\"bogus\":1}", token);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.body())
        .startsWith("{\"rooms\":[{\"sid\":\"RM_")
        .contains("\"name\":\"r\",\"empty_timeout\":300", "\"departure_timeout\":20")
        .contains("\"num_participants\":0");
  }

  @Test
  void route_unknownMethod_isBadRoute() throws Exception {
    String token = "Bearer " + token(new RoomList(true)).toJwt();
    assertThat(post("livekit.RoomService/Nope", "{}", token).body())
        .isEqualTo(
            "{\"code\":\"bad_route\","
                + "\"msg\":\"no handler for path \\\"/twirp/livekit.RoomService/Nope\\\"\","
                + "\"meta\":{\"twirp_invalid_route\":\"POST /twirp/livekit.RoomService/Nope\"}}");
  }

  private AccessToken token(VideoGrant... grants) {
    AccessToken token = new AccessToken(standIn.apiKey(), standIn.apiSecret());
    token.addGrants(grants);
    return token;
  }

  private HttpResponse<String> post(String method, String body, String authorization)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(standIn.url() + "/twirp/" + method))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
