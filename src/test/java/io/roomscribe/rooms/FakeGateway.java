package io.roomscribe.rooms;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A LiveKit that does what the test says; rooms, tracks and egresses in memory. */
final class FakeGateway implements RoomGateway {

  boolean roomOpen = true;
  int quota = Integer.MAX_VALUE;
  boolean loseNextStartAnswer;
  boolean unreachable;
  String unstoppable = "";
  final Map<String, MicrophoneTrack> tracks = new LinkedHashMap<>();
  final Map<String, EgressState> egresses = new LinkedHashMap<>();
  final List<String> starts = new ArrayList<>();
  final List<String> stops = new ArrayList<>();
  final Map<String, URI> urls = new LinkedHashMap<>();

  void publish(String trackId, String identity) {
    tracks.put(trackId, new MicrophoneTrack(trackId, identity, identity, false));
  }

  void end(String egressId, EgressState.Status status, String error) {
    EgressState running = egresses.get(egressId);
    egresses.put(
        egressId,
        new EgressState(
            egressId,
            running.room(),
            running.trackId(),
            running.captureUrl(),
            status,
            null,
            error));
  }

  EgressState egressOf(String trackId) {
    return egresses.values().stream()
        .filter(egress -> egress.trackId().equals(trackId) && !egress.status().isTerminal())
        .findFirst()
        .orElseThrow();
  }

  String tokenOf(String trackId) {
    return urls.get(trackId).getRawQuery().substring("token=".length());
  }

  @Override
  public Optional<List<MicrophoneTrack>> microphones(String room) {
    failIfUnreachable();
    return roomOpen ? Optional.of(List.copyOf(tracks.values())) : Optional.empty();
  }

  @Override
  public List<EgressState> activeEgresses(String room) {
    failIfUnreachable();
    return egresses.values().stream().filter(egress -> !egress.status().isTerminal()).toList();
  }

  @Override
  public Optional<EgressState> egress(String room, String egressId) {
    return Optional.ofNullable(egresses.get(egressId));
  }

  @Override
  public EgressState startTrackEgress(String room, String trackId, URI captureUrl) {
    failIfUnreachable();
    starts.add(trackId);
    if (activeEgresses(room).size() >= quota) {
      throw new GatewayException(GatewayException.Category.QUOTA, "concurrent egress limit");
    }
    String egressId = "EG_" + starts.size();
    urls.put(trackId, captureUrl);
    EgressState started =
        new EgressState(
            egressId, room, trackId, captureUrl.toString(), EgressState.Status.STARTING, null, "");
    egresses.put(egressId, started);
    if (loseNextStartAnswer) {
      loseNextStartAnswer = false;
      throw new GatewayException(GatewayException.Category.UNKNOWN_OUTCOME, "timeout");
    }
    return started;
  }

  @Override
  public EgressState startRoomEgress(String room, URI captureUrl, List<ChannelRoute> routes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public EgressState startRoomComposite(String room, URI rtmpUrl) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void stopEgress(String egressId) {
    stops.add(egressId);
    if (egressId.equals(unstoppable)) {
      throw new GatewayException(GatewayException.Category.UNKNOWN_OUTCOME, "request timed out");
    }
    end(egressId, EgressState.Status.COMPLETE, "");
  }

  @Override
  public List<String> rooms() {
    return roomOpen ? List.of("standup") : List.of();
  }

  @Override
  public void probe() {
    failIfUnreachable();
  }

  private void failIfUnreachable() {
    if (unreachable) {
      throw new GatewayException(GatewayException.Category.UNKNOWN_OUTCOME, "connection refused");
    }
  }
}
