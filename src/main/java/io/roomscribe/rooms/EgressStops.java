package io.roomscribe.rooms;

import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Stops egresses that nobody listens to any more, so that they take up no places: each is tried
 * once, on lanes beside the session's own, since LiveKit takes seconds for those of a dead host.
 *
 * <p>What it cannot stop ends by itself: a WebSocket egress when its connection is closed, one that
 * publishes RTMP after it has tried to connect again for half a minute.
 */
final class EgressStops {

  private static final Logger LOG = System.getLogger(EgressStops.class.getName());
  private static final int AT_A_TIME = 4;

  private EgressStops() {}

  /** The egresses that ran when a session was stored last. */
  static List<String> leftBehind(SessionView before) {
    List<String> ids = new ArrayList<>();
    before.tracks().stream()
        .filter(track -> runs(track.state()) && track.egressId() != null)
        .forEach(track -> ids.add(String.valueOf(track.egressId())));
    SessionView.EgressView room = before.capture().room();
    if (room != null && runs(room.state()) && room.egressId() != null) {
      ids.add(room.egressId());
    }
    return ids;
  }

  private static boolean runs(String state) {
    return state.equals("STARTING") || state.equals("CAPTURING");
  }

  /** Any thread; the stage completes once each was tried. */
  static CompletionStage<Void> stop(
      String sessionId, List<String> egressIds, RoomGateway gateway, Lanes lanes) {
    List<Lane> beside = new ArrayList<>();
    List<CompletableFuture<?>> tried = new ArrayList<>();
    for (int i = 0; i < egressIds.size(); i++) {
      if (i < AT_A_TIME) {
        beside.add(lanes.blockingLane("egress-stops-" + sessionId, egressIds.size()));
      }
      String egressId = egressIds.get(i);
      CompletableFuture<Void> done = new CompletableFuture<>();
      tried.add(done);
      beside.get(i % AT_A_TIME).offer(() -> stop(sessionId, egressId, gateway, done));
    }
    beside.forEach(Lane::close);
    return CompletableFuture.allOf(tried.toArray(CompletableFuture[]::new));
  }

  private static void stop(
      String sessionId, String egressId, RoomGateway gateway, CompletableFuture<Void> done) {
    try {
      gateway.stopEgress(egressId);
      LOG.log(Level.INFO, "session={0} egress={1} stopped", sessionId, egressId);
    } catch (GatewayException over) {
      LOG.log(
          Level.INFO,
          "session={0} egress={1} not stopped: {2}",
          sessionId,
          egressId,
          over.getMessage());
    } finally {
      done.complete(null);
    }
  }
}
