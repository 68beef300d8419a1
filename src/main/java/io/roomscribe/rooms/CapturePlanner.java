package io.roomscribe.rooms;

import io.roomscribe.lanes.BackOff;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Plans by what one session knows: who is there, its share of the egresses, what LiveKit is too old
 * for; and says when a running capture is to be changed to the plan.
 *
 * <p>Threading: confined to the session's control lane.
 */
final class CapturePlanner {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  private final Captures.SessionKey key;
  private final Captures.Tools tools;
  private final Captures captures;
  private final CaptureMode requested;
  private final Duration switchBackAfter;
  private final BackOff backOff = new BackOff(FIRST_PAUSE, LONGEST_PAUSE);

  private int allotment;
  private @Nullable CaptureLayout better;
  private long betterSinceNs;
  private long notBeforeNs = Long.MIN_VALUE;

  CapturePlanner(
      Captures.SessionKey key, Captures.Tools tools, Captures captures, CaptureSetup setup) {
    this.key = key;
    this.tools = tools;
    this.captures = captures;
    this.requested = setup.requested();
    this.switchBackAfter = setup.switchBackAfter();
  }

  /** The best capture of those who are there: at least one. */
  CapturePlan plan() {
    CapturePlan.Situation situation =
        new CapturePlan.Situation(requested, captures.present(), 0, roomObstacle(), rtmpObstacle());
    allotment = tools.budget().allot(key.sessionId(), EgressNeed.of(situation));
    return CapturePlan.of(situation.with(allotment));
  }

  private String roomObstacle() {
    if (!tools.gateway().knowsRoomEgress()) {
      return "this LiveKit does not know one WebSocket egress of the room";
    }
    String failing = failing(CaptureWays.Way.WEBSOCKET);
    return failing.isEmpty() ? "" : "one WebSocket egress of the room " + failing;
  }

  private String rtmpObstacle() {
    String obstacle = tools.urls().rtmpObstacle();
    return obstacle.isEmpty() ? failing(CaptureWays.Way.RTMP) : obstacle;
  }

  /** What somebody asked for is tried for ever. */
  private String failing(CaptureWays.Way way) {
    return requested == CaptureMode.AUTO ? captures.ways().obstacle(way) : "";
  }

  /** Nobody is there, so nothing is needed. */
  void nobody() {
    tools.budget().allot(key.sessionId(), EgressNeed.NONE);
    better = null;
  }

  /** Two apart on their channels are better than mixed, when one of them is alone too. */
  boolean isAsGood(CaptureLayout now, CaptureLayout plan) {
    boolean isAsGood =
        now.equals(plan)
            || (now.kind() == CaptureLayout.Kind.STEREO
                && (plan.kind() == CaptureLayout.Kind.ROOM || plan.kind() == now.kind())
                && now.hears(captures.present()));
    if (isAsGood) {
      better = null;
    }
    return isAsGood;
  }

  /** Whether somebody goes unheard as it is. */
  boolean leavesUnheard(CaptureLayout now) {
    return !now.hears(captures.present())
        || (now.isTracks() && captures.present().size() > allotment);
  }

  /**
   * Whether what runs is to be changed to the plan now: at once where somebody goes unheard; while
   * a place is free where tracks have lost their reserve; else once the plan has stood for a while,
   * and nothing says that LiveKit will not start all that it takes beside what runs.
   */
  boolean isDue(CaptureLayout now, CaptureLayout plan) {
    if (!plan.equals(better)) {
      better = plan;
      betterSinceNs = nowNs();
    }
    boolean isStable = nowNs() - betterSinceNs >= switchBackAfter.toNanos();
    boolean isWorthIt =
        leavesUnheard(now)
            || (now.isTracks() && tools.budget().hasPlace())
            || (isStable && tools.budget().isWorthTrying(egresses(plan)));
    return isWorthIt && nowNs() >= notBeforeNs;
  }

  private int egresses(CaptureLayout plan) {
    return plan.isTracks() ? captures.present().size() : 1;
  }

  /** What runs was changed. */
  void changed() {
    better = null;
    backOff.reset();
  }

  /** It could not be changed: not again for a while. */
  void failed() {
    notBeforeNs = nowNs() + backOff.next().toNanos();
  }

  private long nowNs() {
    return tools.clock().nanoTime();
  }
}
