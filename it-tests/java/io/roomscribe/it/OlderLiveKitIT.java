package io.roomscribe.it;

import io.roomscribe.standin.livekit.LiveKitStandIn;
import io.roomscribe.standin.livekit.StandInTrack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A LiveKit before 1.13.2 has no WebSocket egress of a whole room. The deployment is taken away
 * afterwards, because a server that was too old is not asked again for an hour.
 */
@Served
@Isolated
@Order(Server.LATE)
class OlderLiveKitIT {

  private final LiveKitStandIn liveKit = TestBed.bed().liveKit();
  private final Server server;
  private Meeting meeting;

  OlderLiveKitIT(Server server) {
    this.server = server;
  }

  @BeforeEach
  void open() {
    liveKit.apiFaults().olderServer(true);
    meeting = new Meeting();
  }

  @AfterEach
  void close() throws Exception {
    liveKit.apiFaults().clear();
    meeting.close();
    server.undeploy();
  }

  @Test
  void room_onAServerWithoutIt_isHeardByRtmp() {
    meeting.microphone("ann", "Ann");
    StandInTrack bob = meeting.microphone("bob", "Bob");
    meeting.start("{\"capture\":\"room\"}");
    meeting.awaitCapture("rtmp");

    Talk.say(bob, "old server");

    meeting.awaitLine(": old server");
  }
}
