package io.roomscribe.livekit;

import io.roomscribe.lanes.Clock;
import io.roomscribe.rooms.ChannelRoute;
import io.roomscribe.rooms.EgressState;
import io.roomscribe.rooms.GatewayException;
import io.roomscribe.rooms.GatewayException.Category;
import io.roomscribe.rooms.MicrophoneTrack;
import io.roomscribe.rooms.RoomGateway;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.ListEgressRequest;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.Room;
import retrofit2.Call;

/**
 * The rooms and egresses of one LiveKit server.
 *
 * <p>Threading: safe from any thread, blocks on the network. Ownership: the connection is the
 * maker's. Source: livekit-server pkg/service/roomservice.go, egress.go.
 */
final class LiveKitRooms implements RoomGateway {

  private final LiveKitConnection connection;
  private final EgressPages egressPages;
  private final RoomEgressCalls roomEgresses;

  LiveKitRooms(LiveKitConnection connection, Clock clock) {
    this.connection = connection;
    this.egressPages = new EgressPages(connection);
    this.roomEgresses = new RoomEgressCalls(connection, clock);
  }

  /**
   * The server answers for a room it does not know with an empty list, with not_found, or (asking
   * the node that should have the room) with no response; only ListRooms tells these from a room
   * that is empty.
   */
  @Override
  public Optional<List<MicrophoneTrack>> microphones(String room) {
    try {
      List<ParticipantInfo> participants =
          Answers.of("ListParticipants", connection.rooms().listParticipants(room));
      if (!participants.isEmpty() || exists(room)) {
        return Optional.of(Microphones.of(participants));
      }
      return Optional.empty();
    } catch (GatewayException e) {
      boolean mayBeGone =
          e.category() == Category.NOT_FOUND || e.category() == Category.NO_CAPACITY;
      if (mayBeGone && !exists(room)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public List<EgressState> activeEgresses(String room) {
    ListEgressRequest request =
        ListEgressRequest.newBuilder().setRoomName(room).setActive(true).build();
    return egressPages.all(request).stream()
        .map(EgressStates::of)
        .filter(egress -> !egress.status().isTerminal())
        .toList();
  }

  @Override
  public Optional<EgressState> egress(String room, String egressId) {
    ListEgressRequest request =
        ListEgressRequest.newBuilder().setRoomName(room).setEgressId(egressId).build();
    try {
      return egressPages.all(request).stream()
          .filter(info -> info.getEgressId().equals(egressId))
          .findFirst()
          .map(EgressStates::of);
    } catch (GatewayException e) {
      if (e.category() == Category.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public EgressState startTrackEgress(String room, String trackId, URI captureUrl) {
    Call<EgressInfo> call =
        connection.egress().startTrackEgress(room, captureUrl.toString(), trackId);
    return EgressStates.of(Answers.of("StartTrackEgress", call));
  }

  @Override
  public EgressState startRoomEgress(String room, URI captureUrl, List<ChannelRoute> routes) {
    return roomEgresses.start(room, captureUrl, routes);
  }

  @Override
  public boolean knowsRoomEgress() {
    return roomEgresses.areKnown();
  }

  @Override
  public EgressState startRoomComposite(String room, URI rtmpUrl) {
    return roomEgresses.startComposite(room, rtmpUrl);
  }

  /**
   * failed_precondition: it has ended; not_found: it has ended so long ago that it is forgotten.
   */
  @Override
  public void stopEgress(String egressId) {
    try {
      Answers.of("StopEgress", connection.egress().stopEgress(egressId));
    } catch (GatewayException e) {
      boolean hasEnded =
          e.category() == Category.NOT_FOUND
              || String.valueOf(e.getMessage()).contains("cannot be stopped");
      if (!hasEnded) {
        throw e;
      }
    }
  }

  @Override
  public List<String> rooms() {
    return Answers.of("ListRooms", connection.rooms().listRooms()).stream()
        .map(Room::getName)
        .toList();
  }

  /** Asks for a room that nobody has: the server checks the key and the answer is short. */
  @Override
  public void probe() {
    exists("roomscribe-probe");
  }

  private boolean exists(String room) {
    return !Answers.of("ListRooms", connection.rooms().listRooms(List.of(room))).isEmpty();
  }
}
