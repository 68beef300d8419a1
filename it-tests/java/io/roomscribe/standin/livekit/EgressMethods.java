package io.roomscribe.standin.livekit;

import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.ListEgressRequest;
import livekit.LivekitEgress.ListEgressResponse;
import livekit.LivekitEgress.RoomCompositeEgressRequest;
import livekit.LivekitEgress.StartEgressRequest;
import livekit.LivekitEgress.StopEgressRequest;
import livekit.LivekitEgress.TrackEgressRequest;

/**
 * The methods of {@code livekit.Egress}: Track Egress to a WebSocket, the audio of a whole room to
 * RTMP or a WebSocket; what else the service has is answered by {@code unimplemented}.
 *
 * <p>Source: livekit/livekit pkg/service/egress.go.
 */
final class EgressMethods {

  private static final String SERVICE = "livekit.Egress";
  private static final List<String> ELSEWHERE =
      List.of(
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
    all.add(method("StartTrackEgress", TrackEgressRequest.getDefaultInstance(), this::startTrack));
    all.add(
        method(
            "StartRoomCompositeEgress",
            RoomCompositeEgressRequest.getDefaultInstance(),
            this::startRoomComposite));
    all.add(method("StartEgress", StartEgressRequest.getDefaultInstance(), this::start));
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

  private EgressInfo startTrack(TrackEgressRequest request, AccessTokens.Grants grants) {
    return start(request.getRoomName(), () -> EgressRequests.plan(request), grants);
  }

  private EgressInfo startRoomComposite(
      RoomCompositeEgressRequest request, AccessTokens.Grants grants) {
    return start(request.getRoomName(), () -> EgressRequests.plan(request), grants);
  }

  private EgressInfo start(StartEgressRequest request, AccessTokens.Grants grants) {
    return start(request.getRoomName(), () -> EgressRequests.plan(request), grants);
  }

  /** The server looks at the room only; all else is checked by an egress host that takes it. */
  private EgressInfo start(
      String roomName, Supplier<EgressPlan> check, AccessTokens.Grants grants) {
    grants.require("roomRecord");
    Optional<StandInRoom> room = rooms.find(roomName);
    if (room.isEmpty() && !roomName.isEmpty()) {
      throw RoomMethods.noSuchRoom();
    }
    if (faults.hasNoEgressService() || egresses.isFull()) {
      TwirpHandler.pause(faults.noResponseAfter());
      throw RoomMethods.noServer();
    }
    EgressPlan plan = check.get();
    EgressInfo started =
        egresses.start(
            room.orElseThrow(() -> EgressRequests.missing("token or api key/secret")), plan);
    if (faults.takesLostStart()) {
      throw new TwirpHandler.AnswerLost(faults.lostStartDelay());
    }
    return started;
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
        TwirpException.Code.UNIMPLEMENTED, "the stand-in does not have this kind of egress");
  }
}
