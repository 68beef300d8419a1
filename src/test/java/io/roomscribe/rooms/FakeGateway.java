package io.roomscribe.rooms;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A LiveKit that does what the test says; rooms, tracks and egresses in memory. */
final class FakeGateway implements RoomGateway {

  boolean roomOpen = true;
  int quota = Integer.MAX_VALUE;
  boolean loseNextStartAnswer;
  boolean unreachable;
  boolean knowsRoomEgress = true;
  boolean foundTooOld;
  @Nullable GatewayException roomRefusal;
  boolean knowsTrackEgress = true;
  String unstoppable = "";
  Runnable duringStart = () -> {};
  Consumer<EgressState> afterStart = started -> {};
  final Map<String, MicrophoneTrack> tracks = new LinkedHashMap<>();
  final Map<String, EgressState> egresses = new LinkedHashMap<>();
  final List<String> starts = new ArrayList<>();
  final List<String> stops = new ArrayList<>();
  final Map<String, URI> urls = new LinkedHashMap<>();
  final Map<String, List<ChannelRoute>> routes = new LinkedHashMap<>();

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

  /** The running egress that was started last for this capture. */
  EgressState egressOf(String name) {
    String url = urls.get(name).toString();
    return running().stream()
        .filter(egress -> egress.captureUrl().equals(url))
        .findFirst()
        .orElseThrow();
  }

  List<EgressState> running() {
    return egresses.values().stream().filter(egress -> !egress.status().isTerminal()).toList();
  }

  /** What the egress presents when it connects. */
  String tokenOf(String name) {
    String query = urls.get(name).getRawQuery();
    return query.substring(query.indexOf('=') + 1);
  }

  @Override
  public Optional<List<MicrophoneTrack>> microphones(String room) {
    failIfUnreachable();
    return roomOpen ? Optional.of(List.copyOf(tracks.values())) : Optional.empty();
  }

  @Override
  public List<EgressState> activeEgresses(String room) {
    failIfUnreachable();
    return running();
  }

  @Override
  public Optional<EgressState> egress(String room, String egressId) {
    return Optional.ofNullable(egresses.get(egressId));
  }

  @Override
  public EgressState startTrackEgress(String room, String trackId, URI captureUrl) {
    if (!knowsTrackEgress) {
      starts.add(trackId);
      throw new GatewayException(GatewayException.Category.UNSUPPORTED, "no handler for path");
    }
    return start(trackId, room, trackId, captureUrl);
  }

  @Override
  public EgressState startRoomEgress(String room, URI captureUrl, List<ChannelRoute> asked) {
    String path = captureUrl.getPath();
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (roomRefusal != null) {
      starts.add(name);
      throw roomRefusal;
    }
    if (!knowsRoomEgress) {
      starts.add(name);
      foundTooOld = true;
      throw new GatewayException(GatewayException.Category.UNSUPPORTED, "no handler for path");
    }
    routes.put(name, asked);
    return start(name, room, "", captureUrl);
  }

  @Override
  public boolean knowsRoomEgress() {
    return !foundTooOld;
  }

  @Override
  public EgressState startRoomComposite(String room, URI rtmpUrl) {
    return start(RtmpReceiver.CAPTURE, room, "", rtmpUrl);
  }

  private EgressState start(String name, String room, String trackId, URI captureUrl) {
    failIfUnreachable();
    starts.add(name);
    duringStart.run();
    if (running().size() >= quota) {
      throw new GatewayException(GatewayException.Category.QUOTA, "concurrent egress limit");
    }
    String egressId = "EG_" + starts.size();
    urls.put(name, captureUrl);
    EgressState started =
        new EgressState(
            egressId, room, trackId, captureUrl.toString(), EgressState.Status.STARTING, null, "");
    egresses.put(egressId, started);
    afterStart.accept(started);
    if (loseNextStartAnswer) {
      loseNextStartAnswer = false;
      throw new GatewayException(GatewayException.Category.UNKNOWN_OUTCOME, "timeout");
    }
    return started;
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
