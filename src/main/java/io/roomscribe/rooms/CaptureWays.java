package io.roomscribe.rooms;

import io.roomscribe.lanes.BackOff;
import io.roomscribe.lanes.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Which ways of capturing a whole room by one egress failed too often to be chosen.
 *
 * <p>A way that failed {@value #MOST} times within {@link #WITHIN} is left alone for {@link
 * #FIRST_PAUSE}. If it fails once more within {@link #WITHIN} after that it is left alone again,
 * for twice as long, up to {@link #LONGEST_PAUSE}; if not, all is forgiven.
 *
 * <p>Threading: confined to the session's control lane.
 */
final class CaptureWays {

  private static final int MOST = 3;
  private static final Duration WITHIN = Duration.ofMinutes(10);
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);

  private final Clock clock;
  private final Trouble webSocket = new Trouble();
  private final Trouble rtmp = new Trouble();

  CaptureWays(Clock clock) {
    this.clock = clock;
  }

  /** How one egress captures a whole room. */
  enum Way {
    /** One WebSocket, whichever way its channels are used. */
    WEBSOCKET,
    /** One RTMP stream. */
    RTMP
  }

  /** What is held against one way; full: the latest failures are kept. */
  private static final class Trouble {
    private final Deque<Long> failedNs = new ArrayDeque<>();
    private final BackOff backOff = new BackOff(FIRST_PAUSE, LONGEST_PAUSE);
    private boolean left;
    private long untilNs;
    private String why = "";
  }

  /** An egress was refused or ended without being asked to; that of one track is no matter. */
  void failed(CaptureTarget.Kind kind, String cause) {
    switch (kind) {
      case STEREO, ROOM -> failed(webSocket, cause);
      case RTMP -> failed(rtmp, cause);
      case TRACK -> {}
    }
  }

  /** Why a way is left alone; empty when it may be chosen. */
  String obstacle(Way way) {
    Trouble trouble = way == Way.RTMP ? rtmp : webSocket;
    boolean isLeft = trouble.left && clock.nanoTime() - trouble.untilNs < 0;
    return isLeft ? trouble.why : "";
  }

  private void failed(Trouble trouble, String cause) {
    long nowNs = clock.nanoTime();
    if (trouble.left && nowNs - trouble.untilNs > WITHIN.toNanos()) {
      trouble.left = false;
      trouble.backOff.reset();
    }
    trouble.failedNs.removeIf(failedNs -> nowNs - failedNs > WITHIN.toNanos());
    trouble.failedNs.add(nowNs);
    if (trouble.left || trouble.failedNs.size() >= MOST) {
      trouble.why = "keeps failing (" + cause + ")";
      trouble.left = true;
      trouble.untilNs = nowNs + trouble.backOff.next().toNanos();
      trouble.failedNs.clear();
    }
  }
}
