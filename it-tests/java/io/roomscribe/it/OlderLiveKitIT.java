package io.roomscribe.it;

import io.roomscribe.standin.livekit.LiveKitStandIn;
import io.roomscribe.standin.livekit.StandInTrack;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A LiveKit before 1.13.2 has no WebSocket egress of a whole room. Apart from the other tests of
 * captures, because a server that was too old is not asked again for an hour.
 */
@Served
@Isolated
@Order(ServedWar.LAST)
class OlderLiveKitIT {

  private final LiveKitStandIn liveKit = TestBed.bed().liveKit();
  private Meeting meeting;

  @Deployment(testable = false)
  static WebArchive war() {
    return WarUnderTest.archive();
  }

  @BeforeEach
  void open() {
    liveKit.apiFaults().olderServer(true);
    meeting = new Meeting();
  }

  @AfterEach
  void close() {
    liveKit.apiFaults().clear();
    meeting.close();
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
