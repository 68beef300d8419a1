package io.roomscribe.faults;

import io.roomscribe.standin.gladia.GladiaStandIn;
import io.roomscribe.standin.livekit.LiveKitStandIn;
import java.time.Duration;
import java.util.List;

/**
 * What a fault may touch: the session under test and all around it.
 *
 * @param surroundings of the session
 * @param room whose session it is
 */
record Scene(Surroundings surroundings, String room) {

  GladiaStandIn gladia() {
    return surroundings.gladia();
  }

  LiveKitStandIn liveKit() {
    return surroundings.liveKit();
  }

  /** The node that owns the session when the fault begins. */
  Node owner() {
    return surroundings.nodes().get(0);
  }

  /** The egresses of the room that run. */
  List<String> egresses() {
    return liveKit().egresses().running().stream()
        .filter(info -> info.getRoomName().equals(room))
        .map(info -> info.getEgressId())
        .toList();
  }

  /** Lets time go by, while people talk. */
  void pause(Duration length) throws InterruptedException {
    Thread.sleep(length.toMillis());
  }
}
