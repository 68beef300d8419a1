package io.roomscribe.rooms;

import io.roomscribe.audio.HandOver;
import io.roomscribe.lanes.Cancellable;
import io.roomscribe.lanes.Clock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * By which plan a session captures its room, and the change from one to another.
 *
 * <p>What runs is changed by a {@link SwitchOver}: at once when somebody would go unheard, when a
 * place allows it if only the reserve is gone, and back only after the better plan has stood for a
 * while. Where nothing runs that had to be handed over, the plan is followed at once.
 *
 * <p>Threading: confined to the session's control lane.
 */
final class CaptureCourse implements SwitchOver.Owner {

  private static final Logger LOG = System.getLogger(CaptureCourse.class.getName());
  private static final Duration TICK = Duration.ofMillis(250);

  private final Captures.SessionKey key;
  private final Captures.Tools tools;
  private final Clock clock;
  private final CaptureSetup setup;
  private final Captures captures;
  private final CaptureJournal journal;
  private final CapturePlanner planner;
  private final Runnable moved;

  private @Nullable CapturePlan active;
  private @Nullable Followed room;
  private @Nullable SwitchOver switchOver;
  private @Nullable Long idleSinceNs;
  private long handedOverMs;
  private int rooms;
  private boolean over;

  /**
   * The course of one session.
   *
   * @param moved runs when something happened that was not asked for: there may be more to do
   */
  CaptureCourse(Captures captures, Captures.Tools tools, CaptureSetup setup, Runnable moved) {
    this.key = captures.key();
    this.tools = tools;
    this.clock = tools.clock();
    this.setup = setup;
    this.captures = captures;
    this.planner = new CapturePlanner(key, tools, captures, setup);
    this.journal = new CaptureJournal(key, setup.requested(), tools);
    this.moved = moved;
  }

  /**
   * Goes on after an earlier process.
   *
   * @param age of the session
   */
  void resume(SessionView.CaptureView before, Duration age) {
    journal.resume(before);
    // Not one of the names used before, none of which was good for less than a second.
    rooms = (int) age.toSeconds();
  }

  /** Plans anew, and begins or gives up a change where that is called for. */
  void decide() {
    if (over || (switchOver != null && switchOver.isHanding())) {
      return;
    }
    if (captures.present().isEmpty()) {
      idle();
      return;
    }
    idleSinceNs = null;
    CapturePlan plan = planner.plan();
    CapturePlan now = active;
    if (now != null && planner.isAsGood(now.layout(), plan.layout())) {
      stayWith(now, plan);
    } else if (now == null || (captures.live().isEmpty() && switchOver == null)) {
      adopt(plan);
    } else {
      consider(now, plan);
    }
  }

  /** Takes the change that is under way a step further. */
  void advance() {
    if (switchOver != null && !over) {
      switchOver.advance();
    }
  }

  /** Changes nothing any more. */
  void stop() {
    over = true;
  }

  /** The session's audio ends: what a change missed is told. */
  void tellGaps() {
    if (switchOver != null) {
      switchOver.tellGaps(tools.audio().positionMs());
    }
  }

  /** What is to be captured now, whether it is already or not. */
  List<Followed> toStart() {
    if (switchOver != null) {
      return switchOver.to();
    }
    if (active == null) {
      return List.of();
    }
    return room == null ? captures.wantedTracks() : List.of(room);
  }

  boolean isSwitching() {
    return switchOver != null;
  }

  /** Whether new captures are just taking over, so that nothing is to be begun. */
  boolean isHanding() {
    return switchOver != null && switchOver.isHanding();
  }

  /** The capture of the whole room that is mixed; null where tracks are. */
  @Nullable Followed room() {
    return room;
  }

  /** Whether what was captured of it and is not is told by a change of captures. */
  boolean isReleased(Followed followed) {
    return switchOver != null && switchOver.hasReleased(followed);
  }

  /** Where captures took over from others last, since the session's position zero. */
  long handedOverMs() {
    return handedOverMs;
  }

  /** Why there is no egress now. */
  String lackOfPlaces() {
    return journal.lackOfPlaces();
  }

  /** There is no egress for the change that is under way, if one is. */
  void lacksEgress() {
    if (switchOver != null) {
      switchOver.lacksEgress();
    }
  }

  /**
   * LiveKit refused an egress.
   *
   * @param why a change is given up for it; empty when only another one is called for
   * @return whether it was one for the change that is under way
   */
  boolean refused(Followed followed, GatewayException refusal, String why) {
    if (switchOver == null || !switchOver.to().contains(followed)) {
      return false;
    }
    if (refusal.isLackOfEgresses()) {
      switchOver.lacksEgress();
    } else {
      abandon(why);
    }
    return true;
  }

  SessionView.CaptureView view() {
    return over && !captures.anyLive()
        ? journal.view(null, room, List.of())
        : journal.view(active, room, over ? List.of() : toStart());
  }

  /** What keeps the room from being captured as planned; null when nothing does. */
  @Nullable String trouble() {
    Followed waiting = switchOver == null ? room : null;
    boolean waits = waiting != null && waiting.liveCapture() == null && !waiting.cause().isEmpty();
    return waits && waiting != null ? waiting.cause() : null;
  }

  /** A switch that somebody needed is carried through: the need may be back at any moment. */
  private void stayWith(CapturePlan now, CapturePlan plan) {
    if (switchOver == null) {
      active = now.layout().equals(plan.layout()) ? plan : now;
    } else if (!switchOver.isForced()) {
      abandon("");
    }
  }

  /** Nobody is there to hear: an egress of the room would run on for as long as the room does. */
  private void idle() {
    long nowNs = clock.nanoTime();
    planner.nobody();
    abandon("");
    idleSinceNs = idleSinceNs == null ? Long.valueOf(nowNs) : idleSinceNs;
    Followed idle = room;
    if (idle != null && nowNs - idleSinceNs >= setup.switchBackAfter().toNanos()) {
      captures.retire(idle, "nobody is left to hear", () -> {});
      captures.forget(idle);
      room = null;
      active = null;
      tools.budget().captures(key.sessionId(), "none");
    }
  }

  private void consider(CapturePlan now, CapturePlan plan) {
    boolean unheard = planner.leavesUnheard(now.layout());
    boolean isDue = planner.isDue(now.layout(), plan.layout());
    if (switchOver != null && switchOver.plan().layout().equals(plan.layout())) {
      switchOver.forced(unheard || switchOver.isForced());
      return;
    }
    abandon("");
    if (isDue) {
      begin(plan, unheard);
    }
  }

  private void begin(CapturePlan plan, boolean unheard) {
    SwitchOver begun =
        new SwitchOver(
            plan,
            plan.layout().isTracks() ? null : follow(plan),
            new SwitchOver.Means(key, captures, tools, setup.lane(), this),
            setup.patience().connect());
    begun.forced(unheard);
    switchOver = begun;
    journal.begins(plan);
    tickLater();
  }

  private Followed follow(CapturePlan plan) {
    rooms++;
    return captures.follow(CaptureTarget.ofRoom(plan.layout(), rooms, captures.present()));
  }

  private void adopt(CapturePlan plan) {
    if (room != null) {
      captures.forget(room);
    }
    room = plan.layout().isTracks() ? null : follow(plan);
    journal.adopted(active, plan);
    active = plan;
    planner.changed();
  }

  private void tickLater() {
    Cancellable unused = tools.lanes().after(TICK, setup.lane(), this::tick);
  }

  private void tick() {
    if (switchOver != null && !over) {
      moved.run();
      tickLater();
    }
  }

  @Override
  public void handedOver(HandOver.Report report) {
    SwitchOver done = switchOver;
    if (done == null || over) {
      return;
    }
    List<Followed> old = done.from();
    switchOver = null;
    handedOverMs = report.cutAtSamples() / RoomAudio.SAMPLES_PER_MS;
    done.tellGaps(handedOverMs);
    old.forEach(one -> captures.retire(one, "", () -> {}));
    if (room != null) {
      captures.forget(room);
    }
    room = done.room();
    journal.switched(active, done.plan(), report);
    active = done.plan();
    planner.changed();
    decide();
    moved.run();
  }

  @Override
  public void failed(String why) {
    abandon(why);
  }

  @Override
  public void missing(AudioGap gap) {
    setup.missing().accept(gap);
  }

  /**
   * Everything stays as it is.
   *
   * @param why empty when the switch is merely not wanted any more; otherwise it is not tried again
   *     for a while
   */
  private void abandon(String why) {
    SwitchOver given = switchOver;
    if (given == null) {
      return;
    }
    switchOver = null;
    given.giveUp();
    journal.abandoned(given.plan(), why);
    if (!why.isEmpty()) {
      planner.failed();
      LOG.log(
          Level.INFO,
          "session={0} stays with its captures; no {1}: {2}",
          key.sessionId(),
          given.plan().layout().text(),
          why);
    }
  }
}
