package io.roomscribe.rooms;

import io.roomscribe.audio.HandOver;
import io.roomscribe.lanes.Cancellable;
import io.roomscribe.lanes.Clock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the egresses of one session equal to what captures its room best.
 *
 * <p>Every round looks at what LiveKit shows and at what is held, plans ({@link CapturePlan}) and
 * does what is missing; any step may be repeated. What runs is changed by a {@link SwitchOver}: at
 * once when somebody would go unheard, when a place allows it if only the reserve is gone, and back
 * only after the better plan has stood for a while.
 *
 * <p>Threading: confined to the session's control lane, but for {@link #capture}; blocks on
 * LiveKit's API, except for starts.
 */
final class RoomCapture implements EgressStarts.Asker, SwitchOver.Owner {

  private static final Logger LOG = System.getLogger(RoomCapture.class.getName());
  private static final Duration TICK = Duration.ofMillis(250);

  private final Captures.SessionKey key;
  private final Captures.Tools tools;
  private final Clock clock;
  private final CaptureSetup setup;
  private final Captures captures;
  private final EgressStarts starts;
  private final EgressWatch watch;
  private final CaptureJournal journal;
  private final CapturePlanner planner;

  private @Nullable CapturePlan active;
  private @Nullable Followed room;
  private @Nullable SwitchOver switchOver;
  private @Nullable Long idleSinceNs;
  private int rooms;
  private boolean stopping;

  RoomCapture(Captures.SessionKey key, Captures.Tools tools, CaptureSetup setup) {
    this.key = key;
    this.tools = tools;
    this.clock = tools.clock();
    this.setup = setup;
    this.captures = new Captures(key, tools, setup.lane());
    this.starts =
        new EgressStarts(key, tools, captures, new EgressStarts.Wiring(setup.lane(), this));
    this.watch = new EgressWatch(key, tools, captures, setup.patience());
    this.planner = new CapturePlanner(key, tools, captures, setup);
    this.journal = new CaptureJournal(key, setup.requested(), tools);
  }

  /**
   * Goes on after an earlier process, whose captures are over; before anything else.
   *
   * @param age of the session
   */
  void resume(SessionView before, Duration age) {
    captures.resume(before.tracks());
    journal.resume(before.capture());
    // Not one of the names used before, none of which was good for less than a second.
    rooms = (int) age.toSeconds();
  }

  /**
   * One round.
   *
   * @throws GatewayException when LiveKit could not be asked
   */
  void follow(List<MicrophoneTrack> microphones) {
    List<EgressState> egresses = tools.gateway().activeEgresses(key.room());
    captures.notice(microphones);
    List<EgressState> strays = watch.compare(egresses);
    decide();
    proceed();
    // Last, because those of a dead egress host take 3 s each to fail.
    strays.forEach(stray -> captures.stop(stray.egressId()));
  }

  /** The running capture, if it is the one that this secret was made for. Any thread. */
  Optional<Capture> capture(String name, String secret) {
    return captures.dialled(name, secret);
  }

  void egressChanged(EgressState egress) {
    watch.changed(egress);
  }

  /** Its connection closed, whichever way: a WebSocket egress never comes back. */
  void disconnected(Capture capture, String cause) {
    if (captures.gone(capture)) {
      return;
    }
    for (Followed followed : captures.live()) {
      if (followed.liveCapture() == capture) {
        if (capture.target().reconnects() && !stopping) {
          capture.lost(clock.nanoTime());
        } else {
          captures.end(followed, cause);
        }
      }
    }
  }

  /** Stops those of lost answers too. */
  void stopAll() {
    stopping = true;
    for (Followed followed : captures.all()) {
      followed.wanted(false);
      Capture capture = followed.liveCapture();
      if (capture != null && capture.egressId().isEmpty() && !capture.isConnected()) {
        captures.end(followed, "stopped before it began");
      }
    }
    for (EgressState egress : tools.gateway().activeEgresses(key.room())) {
      if (captures.isOurs(egress) && egress.status() != EgressState.Status.ENDING) {
        captures.stop(egress.egressId());
      }
    }
  }

  /**
   * Starts no more, and takes no connection that closes for one that failed.
   *
   * @return the egresses that run, as far as LiveKit has confirmed them
   */
  List<String> leave() {
    stopping = true;
    return captures.egressIds();
  }

  void endAll(String cause) {
    stopping = true;
    captures.endAll(cause);
    if (switchOver != null) {
      switchOver.tellGaps(tools.audio().positionMs());
    }
  }

  void close() {
    starts.close();
    tools.budget().leave(key.sessionId());
  }

  boolean anyLive() {
    return captures.anyLive();
  }

  /** Time until something that waits wants another try; empty when nothing waits. */
  Optional<Duration> nextTry() {
    long nowNs = clock.nanoTime();
    return toStart().stream()
        .map(Followed::notBeforeNs)
        .filter(notBeforeNs -> notBeforeNs > nowNs)
        .min(Long::compare)
        .map(notBeforeNs -> Duration.ofNanos(notBeforeNs - nowNs));
  }

  List<SessionView.TrackView> tracks() {
    boolean inRoom = room != null && room.liveCapture() != null;
    return captures.tracks().stream().map(track -> track.view(inRoom)).toList();
  }

  SessionView.CaptureView view() {
    return stopping && !captures.anyLive()
        ? journal.view(null, room, List.of())
        : journal.view(active, room, stopping ? List.of() : toStart());
  }

  /** What keeps the room from being captured as planned; null when nothing does. */
  @Nullable String trouble() {
    Followed waiting = switchOver == null ? room : null;
    boolean waits = waiting != null && waiting.liveCapture() == null && !waiting.cause().isEmpty();
    return waits && waiting != null ? waiting.cause() : null;
  }

  @Override
  public void answered(Followed followed, @Nullable GatewayException refusal) {
    if (stopping) {
      return;
    }
    if (refusal != null) {
      refused(followed, refusal);
    }
    decide();
    proceed();
    setup.changed().run();
  }

  private void refused(Followed followed, GatewayException refusal) {
    boolean switches = switchOver != null && switchOver.to().contains(followed);
    if (refusal.category() == GatewayException.Category.UNSUPPORTED
        && !tools.gateway().knowsRoomEgress()
        && followed.target().needsStartEgress()) {
      followed.tryNow();
      if (switches) {
        abandon("");
      }
    } else if (refusal.isLackOfEgresses() && switches && switchOver != null) {
      switchOver.lacksEgress();
    } else if (refusal.isLackOfEgresses()) {
      // It is not asked again in this round, because each such answer takes it up to 24 s.
      long nowNs = clock.nanoTime();
      toStart().stream()
          .filter(other -> other != followed && other.wantsCapture(nowNs))
          .forEach(other -> other.refused(refusal, nowNs));
    } else if (switches) {
      abandon(String.valueOf(refusal.getMessage()));
    }
  }

  private void decide() {
    if (stopping || (switchOver != null && switchOver.isHanding())) {
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
    if (switchOver != null && !stopping) {
      proceed();
      setup.changed().run();
      tickLater();
    }
  }

  private void proceed() {
    if (stopping) {
      return;
    }
    startNext();
    if (switchOver != null) {
      switchOver.advance();
    }
  }

  private void startNext() {
    SwitchOver under = switchOver;
    if (starts.isBusy() || (under != null && under.isHanding())) {
      return;
    }
    for (Followed followed : toStart()) {
      if (!followed.wantsCapture(clock.nanoTime()) || isObstructed(followed)) {
        continue;
      }
      if (tools.budget().take(key.sessionId(), under != null)) {
        starts.begin(followed, under != null);
      } else {
        followed.findsNoPlace(journal.lackOfPlaces());
        if (under != null) {
          under.lacksEgress();
        }
      }
      return;
    }
  }

  private List<Followed> toStart() {
    if (switchOver != null) {
      return switchOver.to();
    }
    if (active == null) {
      return List.of();
    }
    return room == null ? captures.wantedTracks() : List.of(room);
  }

  private boolean isObstructed(Followed followed) {
    String obstacle =
        followed.target().kind() == CaptureTarget.Kind.RTMP ? tools.urls().rtmpObstacle() : "";
    if (!obstacle.isEmpty()) {
      followed.waits("RTMP cannot be received: " + obstacle, clock.nanoTime());
    }
    return !obstacle.isEmpty();
  }

  @Override
  public void handedOver(HandOver.Report report) {
    SwitchOver done = switchOver;
    if (done == null || stopping) {
      return;
    }
    List<Followed> old = done.from();
    switchOver = null;
    done.tellGaps(report.cutAtSamples() / RoomAudio.SAMPLES_PER_MS);
    old.forEach(one -> captures.retire(one, "", () -> {}));
    if (room != null) {
      captures.forget(room);
    }
    room = done.room();
    journal.switched(active, done.plan(), report);
    active = done.plan();
    planner.changed();
    decide();
    proceed();
    setup.changed().run();
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
