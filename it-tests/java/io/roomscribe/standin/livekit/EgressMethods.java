package io.roomscribe.standin.livekit;

import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.ListEgressRequest;
import livekit.LivekitEgress.ListEgressResponse;
import livekit.LivekitEgress.StopEgressRequest;
import livekit.LivekitEgress.TrackEgressRequest;

/**
 * The methods of {@code livekit.Egress}: Track Egress to a WebSocket; what else the service has is
 * answered by {@code unimplemented}.
 *
 * <p>Source: livekit/livekit pkg/service/egress.go; livekit/egress pkg/config/pipeline.go.
 */
final class EgressMethods {

  private static final String SERVICE = "livekit.Egress";
  private static final List<String> ELSEWHERE =
      List.of(
          "StartEgress",
          "StartRoomCompositeEgress",
          "StartWebEgress",
          "StartParticipantEgress",
          "StartTrackCompositeEgress",
          "UpdateLayout",
          "UpdateStream");

  private final Rooms rooms;
  private final Egresses egresses;
  private final ApiFaults faults;

  EgressMethods(Rooms rooms, Egresses egresses, ApiFaults faults) {
    this.rooms = rooms;
    this.egresses = egresses;
    this.faults = faults;
  }

  List<TwirpMethod<?>> all() {
    List<TwirpMethod<?>> all = new ArrayList<>();
    all.add(method("StartTrackEgress", TrackEgressRequest.getDefaultInstance(), this::start));
    all.add(method("ListEgress", ListEgressRequest.getDefaultInstance(), this::list));
    all.add(method("StopEgress", StopEgressRequest.getDefaultInstance(), this::stop));
    for (String name : ELSEWHERE) {
      all.add(method(name, Empty.getDefaultInstance(), EgressMethods::unimplemented));
    }
    return all;
  }

  private static <R extends Message> TwirpMethod<R> method(
      String name, R prototype, BiFunction<R, AccessTokens.Grants, Message> body) {
    return new TwirpMethod<>(SERVICE, name, prototype, body);
  }

  private EgressInfo start(TrackEgressRequest request, AccessTokens.Grants grants) {
    grants.require("roomRecord");
    StandInRoom room = rooms.find(request.getRoomName()).orElseThrow(RoomMethods::noSuchRoom);
    if (faults.hasNoEgressService()) {
      TwirpHandler.pause(faults.noResponseAfter());
      throw RoomMethods.noServer();
    }
    check(request);
    EgressInfo started = egresses.start(room, request);
    if (faults.takesLostStart()) {
      throw new TwirpHandler.AnswerLost(faults.lostStartDelay());
    }
    return started;
  }

  private static void check(TrackEgressRequest request) {
    if (request.getTrackId().isEmpty()) {
      throw invalid("request has missing or invalid field: track_id");
    }
    if (!request.hasWebsocketUrl()) {
      throw invalid("request has missing or invalid field: output");
    }
    if (!Egresses.isWebSocket(request.getWebsocketUrl())) {
      throw invalid("invalid url " + request.getWebsocketUrl() + ": invalid scheme");
    }
  }

  private ListEgressResponse list(ListEgressRequest request, AccessTokens.Grants grants) {
    grants.require("roomRecord");
    ListEgressResponse.Builder found = ListEgressResponse.newBuilder();
    if (!request.getEgressId().isEmpty()) {
      return found
          .addItems(egresses.info(request.getEgressId()).orElseThrow(Egresses::unknown))
          .build();
    }
    (request.getActive() ? egresses.running() : egresses.all())
        .stream()
            .filter(
                info ->
                    request.getRoomName().isEmpty()
                        || info.getRoomName().equals(request.getRoomName()))
            .forEach(found::addItems);
    return found.build();
  }

  private EgressInfo stop(StopEgressRequest request, AccessTokens.Grants grants) {
    grants.require("roomRecord");
    return egresses.stop(request.getEgressId());
  }

  private static Message unimplemented(Message request, AccessTokens.Grants grants) {
    grants.require("roomRecord");
    throw new TwirpException(
        TwirpException.Code.UNIMPLEMENTED, "the stand-in has Track Egress only");
  }

  private static TwirpException invalid(String message) {
    return TwirpException.wrapped(TwirpException.Code.INVALID_ARGUMENT, message);
  }
}
