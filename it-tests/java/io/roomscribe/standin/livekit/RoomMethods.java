package io.roomscribe.standin.livekit;

import com.google.protobuf.Message;
import java.util.List;
import java.util.function.BiFunction;
import livekit.LivekitModels;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitRoom.CreateRoomRequest;
import livekit.LivekitRoom.DeleteRoomRequest;
import livekit.LivekitRoom.DeleteRoomResponse;
import livekit.LivekitRoom.ListParticipantsRequest;
import livekit.LivekitRoom.ListParticipantsResponse;
import livekit.LivekitRoom.ListRoomsRequest;
import livekit.LivekitRoom.ListRoomsResponse;
import livekit.LivekitRoom.MuteRoomTrackRequest;
import livekit.LivekitRoom.MuteRoomTrackResponse;
import livekit.LivekitRoom.RemoveParticipantResponse;
import livekit.LivekitRoom.RoomParticipantIdentity;
import livekit.LivekitRoom.SendDataRequest;
import livekit.LivekitRoom.SendDataResponse;
import livekit.LivekitRoom.UpdateParticipantRequest;
import livekit.LivekitRoom.UpdateRoomMetadataRequest;

/**
 * The methods of {@code livekit.RoomService}. Data that is sent is kept in the {@link CallLog}.
 *
 * <p>Source: livekit/livekit pkg/service/roomservice.go.
 */
final class RoomMethods {

  private static final String SERVICE = "livekit.RoomService";

  private final Rooms rooms;

  RoomMethods(Rooms rooms) {
    this.rooms = rooms;
  }

  List<TwirpMethod<?>> all() {
    RoomParticipantIdentity identity = RoomParticipantIdentity.getDefaultInstance();
    return List.of(
        method("CreateRoom", CreateRoomRequest.getDefaultInstance(), this::create),
        method("ListRooms", ListRoomsRequest.getDefaultInstance(), this::list),
        method("DeleteRoom", DeleteRoomRequest.getDefaultInstance(), this::delete),
        method(
            "ListParticipants", ListParticipantsRequest.getDefaultInstance(), this::participants),
        method("GetParticipant", identity, this::participant),
        method("RemoveParticipant", identity, this::remove),
        method("UpdateParticipant", UpdateParticipantRequest.getDefaultInstance(), this::update),
        method("MutePublishedTrack", MuteRoomTrackRequest.getDefaultInstance(), this::mute),
        method("SendData", SendDataRequest.getDefaultInstance(), this::send),
        method(
            "UpdateRoomMetadata", UpdateRoomMetadataRequest.getDefaultInstance(), this::metadata));
  }

  private static <R extends Message> TwirpMethod<R> method(
      String name, R prototype, BiFunction<R, AccessTokens.Grants, Message> body) {
    return new TwirpMethod<>(SERVICE, name, prototype, body);
  }

  private LivekitModels.Room create(CreateRoomRequest request, AccessTokens.Grants grants) {
    grants.require("roomCreate");
    return rooms
        .open(
            LivekitModels.Room.newBuilder()
                .setName(request.getName())
                .setEmptyTimeout(request.getEmptyTimeout())
                .setDepartureTimeout(request.getDepartureTimeout())
                .setMaxParticipants(request.getMaxParticipants())
                .setMetadata(request.getMetadata())
                .build())
        .info();
  }

  private ListRoomsResponse list(ListRoomsRequest request, AccessTokens.Grants grants) {
    grants.require("roomList");
    ListRoomsResponse.Builder found = ListRoomsResponse.newBuilder();
    rooms.all().stream()
        .filter(
            room -> request.getNamesCount() == 0 || request.getNamesList().contains(room.name()))
        .forEach(room -> found.addRooms(room.info()));
    return found.build();
  }

  private DeleteRoomResponse delete(DeleteRoomRequest request, AccessTokens.Grants grants) {
    grants.require("roomCreate");
    rooms.find(request.getRoom()).orElseThrow(RoomMethods::noSuchRoom).finish();
    return DeleteRoomResponse.getDefaultInstance();
  }

  private ListParticipantsResponse participants(
      ListParticipantsRequest request, AccessTokens.Grants grants) {
    grants.requireAdmin(request.getRoom());
    ListParticipantsResponse.Builder found = ListParticipantsResponse.newBuilder();
    rooms
        .find(request.getRoom())
        .ifPresent(
            room ->
                room.locked(
                    () -> room.participants().forEach(it -> found.addParticipants(it.info()))));
    return found.build();
  }

  private ParticipantInfo participant(RoomParticipantIdentity request, AccessTokens.Grants grants) {
    grants.requireAdmin(request.getRoom());
    StandInParticipant found = find(request.getRoom(), request.getIdentity());
    return found.room().locked(found::info);
  }

  private RemoveParticipantResponse remove(
      RoomParticipantIdentity request, AccessTokens.Grants grants) {
    grants.requireAdmin(request.getRoom());
    StandInParticipant found = find(request.getRoom(), request.getIdentity());
    found.room().leave(found, DisconnectReason.PARTICIPANT_REMOVED);
    return RemoveParticipantResponse.getDefaultInstance();
  }

  private ParticipantInfo update(UpdateParticipantRequest request, AccessTokens.Grants grants) {
    grants.requireAdmin(request.getRoom());
    StandInParticipant found = find(request.getRoom(), request.getIdentity());
    return found
        .room()
        .locked(
            () -> {
              ParticipantInfo.Builder changed = found.info().toBuilder();
              if (!request.getName().isEmpty()) {
                changed.setName(request.getName());
              }
              if (!request.getMetadata().isEmpty()) {
                changed.setMetadata(request.getMetadata());
              }
              changed.putAllAttributes(request.getAttributesMap());
              found.update(changed.build());
              return found.info();
            });
  }

  private MuteRoomTrackResponse mute(MuteRoomTrackRequest request, AccessTokens.Grants grants) {
    grants.requireAdmin(request.getRoom());
    StandInTrack track =
        rooms
            .find(request.getRoom())
            .flatMap(room -> room.track(request.getTrackSid()))
            .orElseThrow(RoomMethods::noServer);
    if (request.getMuted()) {
      track.mute();
    } else {
      track.unmute();
    }
    return MuteRoomTrackResponse.newBuilder().setTrack(track.info()).build();
  }

  private SendDataResponse send(SendDataRequest request, AccessTokens.Grants grants) {
    grants.requireAdmin(request.getRoom());
    rooms.find(request.getRoom()).orElseThrow(RoomMethods::noServer);
    return SendDataResponse.getDefaultInstance();
  }

  private LivekitModels.Room metadata(
      UpdateRoomMetadataRequest request, AccessTokens.Grants grants) {
    grants.requireAdmin(request.getRoom());
    StandInRoom room = rooms.find(request.getRoom()).orElseThrow(RoomMethods::noSuchRoom);
    room.metadata(request.getMetadata());
    return room.info();
  }

  private StandInParticipant find(String room, String identity) {
    return rooms
        .find(room)
        .flatMap(found -> found.participant(identity))
        .orElseThrow(
            () ->
                TwirpException.wrapped(
                    TwirpException.Code.NOT_FOUND, "participant does not exist"));
  }

  static TwirpException noSuchRoom() {
    return TwirpException.wrapped(TwirpException.Code.NOT_FOUND, "requested room does not exist");
  }

  static TwirpException noServer() {
    return TwirpException.wrapped(TwirpException.Code.UNAVAILABLE, "no response from servers");
  }
}
