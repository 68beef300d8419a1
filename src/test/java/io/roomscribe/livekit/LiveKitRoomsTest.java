package io.roomscribe.livekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.auth0.jwt.JWT;
import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import com.google.protobuf.UnknownFieldSet;
import io.roomscribe.lanes.ManualClock;
import io.roomscribe.livekit.TwirpResponder.Request;
import io.roomscribe.rooms.ChannelRoute;
import io.roomscribe.rooms.EgressState;
import io.roomscribe.rooms.GatewayException;
import io.roomscribe.rooms.GatewayException.Category;
import io.roomscribe.rooms.MicrophoneTrack;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import livekit.LivekitEgress.AudioChannel;
import livekit.LivekitEgress.AudioRoute;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import livekit.LivekitEgress.ListEgressRequest;
import livekit.LivekitEgress.ListEgressResponse;
import livekit.LivekitEgress.RoomCompositeEgressRequest;
import livekit.LivekitEgress.StartEgressRequest;
import livekit.LivekitEgress.StreamProtocol;
import livekit.LivekitEgress.TrackEgressRequest;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.Room;
import livekit.LivekitModels.TokenPagination;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitRoom.ListParticipantsResponse;
import livekit.LivekitRoom.ListRoomsResponse;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveKitRoomsTest {

  private static final URI CAPTURE = URI.create("ws://scribe:8080/egress/audio/s1/TR_x?token=t");

  private final TwirpResponder server = new TwirpResponder();
  private final LiveKitConnection connection = new LiveKitConnection(server.access());
  private final ManualClock clock = new ManualClock();
  private final LiveKitRooms rooms = new LiveKitRooms(connection, clock);

  @AfterEach
  void close() {
    connection.close();
    server.close();
  }

  private static void assertCategory(ThrowingCallable call, Category category) {
    assertThatThrownBy(call)
        .asInstanceOf(type(GatewayException.class))
        .extracting(GatewayException::category)
        .isEqualTo(category);
  }

  private static EgressInfo egress(String id, EgressStatus status) {
    return EgressInfo.newBuilder()
        .setEgressId(id)
        .setRoomName("r")
        .setStatus(status)
        .setTrack(TrackEgressRequest.newBuilder().setTrackId("TR_x"))
        .build();
  }

  @Test
  void microphones_ofARoomWithPeople_areTheirs() {
    TrackInfo track =
        TrackInfo.newBuilder().setSid("TR_x").setSource(TrackSource.MICROPHONE).build();
    ParticipantInfo bob =
        ParticipantInfo.newBuilder().setIdentity("bob").setName("Bob").addTracks(track).build();
    server.answer(
        "RoomService/ListParticipants",
        ListParticipantsResponse.newBuilder().addParticipants(bob).build());
    assertThat(rooms.microphones("r"))
        .contains(List.of(new MicrophoneTrack("TR_x", "bob", "Bob", false)));
  }

  @Test
  void microphones_ofAnEmptyRoom_areNone() {
    server.answer("RoomService/ListParticipants", ListParticipantsResponse.getDefaultInstance());
    server.answer(
        "RoomService/ListRooms",
        ListRoomsResponse.newBuilder().addRooms(Room.newBuilder().setName("r")).build());
    assertThat(rooms.microphones("r")).contains(List.of());
  }

  @Test
  void microphones_ofAnUnknownRoom_areAbsentHoweverTheServerSaysSo() {
    server.answer("RoomService/ListParticipants", ListParticipantsResponse.getDefaultInstance());
    server.refuse("RoomService/ListParticipants", 404, "not_found", "room not found");
    server.refuse("RoomService/ListParticipants", 503, "unavailable", "no response from servers");
    for (int i = 0; i < 3; i++) {
      server.answer("RoomService/ListRooms", ListRoomsResponse.getDefaultInstance());
      assertThat(rooms.microphones("r")).isEmpty();
    }
  }

  @Test
  void microphones_serverOutOfOrder_isNotTakenForAnUnknownRoom() {
    server.fail("RoomService/ListParticipants", 502, "Bad Gateway");
    assertCategory(() -> rooms.microphones("r"), Category.UNKNOWN_OUTCOME);
  }

  @Test
  void startTrackEgress_always_asksForOurSocketAndGivesTheId() throws Exception {
    server.answer("Egress/StartTrackEgress", egress("EG_1", EgressStatus.EGRESS_STARTING));
    EgressState started = rooms.startTrackEgress("r", "TR_x", CAPTURE);
    assertThat(started.egressId()).isEqualTo("EG_1");
    assertThat(started.status()).isEqualTo(EgressState.Status.STARTING);
    Request request = server.requests.element();
    TrackEgressRequest asked = TrackEgressRequest.parseFrom(request.body());
    assertThat(asked.getRoomName()).isEqualTo("r");
    assertThat(asked.getTrackId()).isEqualTo("TR_x");
    assertThat(asked.getWebsocketUrl()).isEqualTo(CAPTURE.toString());
    Map<String, Object> grants =
        JWT.decode(request.authorization().substring("Bearer ".length())).getClaim("video").asMap();
    assertThat(grants).containsEntry("roomRecord", true);
  }

  @Test
  void startTrackEgress_refused_saysWhatToDo() {
    server.refuse("Egress/StartTrackEgress", 503, "unavailable", "no response from servers");
    assertCategory(() -> rooms.startTrackEgress("r", "TR_x", CAPTURE), Category.NO_CAPACITY);
    server.refuse("Egress/StartTrackEgress", 429, "resource_exhausted", "egress limit");
    assertCategory(() -> rooms.startTrackEgress("r", "TR_x", CAPTURE), Category.QUOTA);
  }

  @Test
  void startTrackEgress_answerThatIsNotLiveKits_hasAnUnknownOutcome() {
    server.fail("Egress/StartTrackEgress", 200, "<html>Welcome</html>");
    assertCategory(() -> rooms.startTrackEgress("r", "TR_x", CAPTURE), Category.UNKNOWN_OUTCOME);
  }

  @Test
  void startTrackEgress_nobodyThere_hasAnUnknownOutcome() {
    server.close();
    assertCategory(() -> rooms.startTrackEgress("r", "TR_x", CAPTURE), Category.UNKNOWN_OUTCOME);
  }

  @Test
  void startRoomEgress_noRoutes_asksForEverybodyOnOneSocket() throws Exception {
    server.answer("Egress/StartEgress", egress("EG_1", EgressStatus.EGRESS_STARTING));

    assertThat(rooms.startRoomEgress("r", CAPTURE, List.of()).egressId()).isEqualTo("EG_1");

    StartEgressRequest asked = StartEgressRequest.parseFrom(server.requests.element().body());
    assertThat(asked.getRoomName()).isEqualTo("r");
    assertThat(asked.getOutputs(0).getStream().getProtocol()).isEqualTo(StreamProtocol.WEBSOCKET);
    assertThat(asked.getOutputs(0).getStream().getUrlsList()).containsExactly(CAPTURE.toString());
    UnknownFieldSet audio = asServersRead(asked.getMedia().getAudio());
    assertThat(audio.getField(1).getVarintList()).as("capture_all").containsExactly(1L);
    assertThat(audio.hasField(2)).as("routes").isFalse();
  }

  @Test
  void startRoomEgress_twoRoutes_putsOneOnEachChannelAndNobodyElse() throws Exception {
    server.answer("Egress/StartEgress", egress("EG_1", EgressStatus.EGRESS_STARTING));

    rooms.startRoomEgress(
        "r",
        CAPTURE,
        List.of(
            new ChannelRoute("ann", ChannelRoute.Side.LEFT),
            new ChannelRoute("bob", ChannelRoute.Side.RIGHT)));

    StartEgressRequest asked = StartEgressRequest.parseFrom(server.requests.element().body());
    UnknownFieldSet audio = asServersRead(asked.getMedia().getAudio());
    assertThat(audio.hasField(1)).as("capture_all").isFalse();
    List<ByteString> routes = audio.getField(2).getLengthDelimitedList();
    assertThat(routes).hasSize(2);
    AudioRoute left = AudioRoute.parseFrom(routes.get(0));
    AudioRoute right = AudioRoute.parseFrom(routes.get(1));
    assertThat(left.getParticipantIdentity()).isEqualTo("ann");
    assertThat(left.getChannel()).isEqualTo(AudioChannel.AUDIO_CHANNEL_LEFT);
    assertThat(right.getParticipantIdentity()).isEqualTo("bob");
    assertThat(right.getChannel()).isEqualTo(AudioChannel.AUDIO_CHANNEL_RIGHT);
  }

  /** The fields by number, whatever the SDK makes of them. */
  private static UnknownFieldSet asServersRead(MessageLite message) throws IOException {
    return UnknownFieldSet.parseFrom(message.toByteString());
  }

  @Test
  void startRoomEgress_olderServer_isUnsupportedAndAskedAgainOnlyAfterAWhile() {
    server.refuse("Egress/StartEgress", 404, "bad_route", "no handler for path");
    assertCategory(() -> rooms.startRoomEgress("r", CAPTURE, List.of()), Category.UNSUPPORTED);
    assertCategory(() -> rooms.startRoomEgress("r", CAPTURE, List.of()), Category.UNSUPPORTED);
    assertThat(server.requests).as("the second is not sent").hasSize(1);
    assertThat(rooms.knowsRoomEgress()).isFalse();

    clock.advance(RoomEgressCalls.REMEMBERED);
    assertThat(rooms.knowsRoomEgress()).isTrue();
    server.answer("Egress/StartEgress", egress("EG_1", EgressStatus.EGRESS_STARTING));
    assertThat(rooms.startRoomEgress("r", CAPTURE, List.of()).egressId()).isEqualTo("EG_1");
  }

  @Test
  void startRoomEgress_egressOlderThanItsServer_isUnsupported() {
    server.refuse(
        "Egress/StartEgress",
        400,
        "invalid_argument",
        "request has missing or invalid field: request");
    assertCategory(() -> rooms.startRoomEgress("r", CAPTURE, List.of()), Category.UNSUPPORTED);
    assertThat(rooms.knowsRoomEgress()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_argument, request has missing or invalid field: room_name",
    "400, invalid_argument, invalid url http://scribe: invalid scheme",
    "500, internal, egress not connected (redis required)",
  })
  void startRoomEgress_refusedForAnotherReason_isNotTakenForAnOlderServer(
      int status, String code, String message) {
    server.refuse("Egress/StartEgress", status, code, message);
    assertCategory(() -> rooms.startRoomEgress("r", CAPTURE, List.of()), Category.INVALID_REQUEST);
    assertThat(rooms.knowsRoomEgress()).isTrue();
  }

  @Test
  void startRoomEgress_noCapacity_isNotTakenForAnOlderServer() {
    server.refuse("Egress/StartEgress", 503, "unavailable", "no response from servers");
    assertCategory(() -> rooms.startRoomEgress("r", CAPTURE, List.of()), Category.NO_CAPACITY);
    server.answer("Egress/StartEgress", egress("EG_1", EgressStatus.EGRESS_STARTING));
    assertThat(rooms.startRoomEgress("r", CAPTURE, List.of()).egressId()).isEqualTo("EG_1");
  }

  @Test
  void startRoomComposite_always_asksForSoundOnlyWithoutALayout() throws Exception {
    server.answer("Egress/StartRoomCompositeEgress", egress("EG_1", EgressStatus.EGRESS_STARTING));
    URI rtmp = URI.create("rtmp://scribe:1935/live/s1?key=k");

    assertThat(rooms.startRoomComposite("r", rtmp).egressId()).isEqualTo("EG_1");

    RoomCompositeEgressRequest asked =
        RoomCompositeEgressRequest.parseFrom(server.requests.element().body());
    assertThat(asked.getAudioOnly()).isTrue();
    assertThat(asked.getLayout()).isEmpty();
    assertThat(asked.getCustomBaseUrl()).isEmpty();
    assertThat(asked.getAdvanced().getAudioFrequency()).isEqualTo(48_000);
    assertThat(asked.getAdvanced().getAudioBitrate()).isEqualTo(128);
    assertThat(asked.getStreamOutputs(0).getProtocol()).isEqualTo(StreamProtocol.RTMP);
    assertThat(asked.getStreamOutputs(0).getUrlsList()).containsExactly(rtmp.toString());
  }

  @Test
  void activeEgresses_severalPages_areFollowedAndEndedOnesLeftOut() throws Exception {
    ByteString token = TokenPagination.newBuilder().setToken("page-2").build().toByteString();
    UnknownFieldSet next =
        UnknownFieldSet.newBuilder()
            .addField(2, UnknownFieldSet.Field.newBuilder().addLengthDelimited(token).build())
            .build();
    server.answer(
        "Egress/ListEgress",
        ListEgressResponse.newBuilder()
            .addItems(egress("EG_1", EgressStatus.EGRESS_ACTIVE))
            .addItems(egress("EG_2", EgressStatus.EGRESS_FAILED))
            .setUnknownFields(next)
            .build());
    server.answer(
        "Egress/ListEgress",
        ListEgressResponse.newBuilder()
            .addItems(egress("EG_3", EgressStatus.EGRESS_ENDING))
            .build());
    assertThat(rooms.activeEgresses("r"))
        .extracting(EgressState::egressId)
        .containsExactly("EG_1", "EG_3");
    ListEgressRequest second =
        ListEgressRequest.parseFrom(List.copyOf(server.requests).get(1).body());
    assertThat(second.getRoomName()).isEqualTo("r");
    assertThat(second.getActive()).isTrue();
    assertThat(second.getUnknownFields().getField(4).getLengthDelimitedList())
        .containsExactly(token);
  }

  @Test
  void egress_endedOne_isFoundWithItsEnd() {
    server.answer(
        "Egress/ListEgress",
        ListEgressResponse.newBuilder()
            .addItems(egress("EG_1", EgressStatus.EGRESS_COMPLETE))
            .build());
    assertThat(rooms.egress("r", "EG_1").orElseThrow().status())
        .isEqualTo(EgressState.Status.COMPLETE);
  }

  @Test
  void egress_forgottenOne_isAbsent() {
    server.refuse("Egress/ListEgress", 404, "not_found", "egress does not exist");
    assertThat(rooms.egress("r", "EG_1")).isEmpty();
    server.answer("Egress/ListEgress", ListEgressResponse.getDefaultInstance());
    assertThat(rooms.egress("r", "EG_1")).isEmpty();
  }

  @Test
  void stopEgress_thatHasEndedOrIsForgotten_succeeds() {
    server.refuse(
        "Egress/StopEgress",
        412,
        "failed_precondition",
        "egress with status EGRESS_COMPLETE cannot be stopped");
    assertThatCode(() -> rooms.stopEgress("EG_1")).doesNotThrowAnyException();
    server.refuse("Egress/StopEgress", 404, "not_found", "egress does not exist");
    assertThatCode(() -> rooms.stopEgress("EG_1")).doesNotThrowAnyException();
  }

  @Test
  void stopEgress_thatStillJoins_hasAnUnknownOutcome() {
    server.refuse("Egress/StopEgress", 408, "deadline_exceeded", "request timed out");
    assertCategory(() -> rooms.stopEgress("EG_1"), Category.UNKNOWN_OUTCOME);
  }

  @Test
  void rooms_always_areTheNames() {
    server.answer(
        "RoomService/ListRooms",
        ListRoomsResponse.newBuilder()
            .addRooms(Room.newBuilder().setName("a"))
            .addRooms(Room.newBuilder().setName("b"))
            .build());
    assertThat(rooms.rooms()).containsExactly("a", "b");
  }

  @Test
  void probe_keyRefused_saysUnauthorized() {
    server.fail("RoomService/ListRooms", 401, "invalid API key: devkey");
    assertCategory(rooms::probe, Category.UNAUTHORIZED);
  }

  @Test
  void call_serverThatNeverAnswers_givesUpWithAnUnknownOutcome() throws Exception {
    try (java.net.ServerSocket silent = new java.net.ServerSocket(0)) {
      Duration soon = Duration.ofMillis(300);
      URI url = URI.create("http://127.0.0.1:" + silent.getLocalPort());
      LiveKitAccess access = new LiveKitAccess(url, "devkey", "secret", soon, soon);
      try (LiveKitConnection slow = new LiveKitConnection(access)) {
        LiveKitRooms waiting = new LiveKitRooms(slow, new ManualClock());
        assertCategory(waiting::rooms, Category.UNKNOWN_OUTCOME);
        assertCategory(
            () -> waiting.startTrackEgress("r", "TR_x", CAPTURE), Category.UNKNOWN_OUTCOME);
      }
    }
  }
}
