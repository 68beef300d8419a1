package io.roomscribe.rooms;

import io.roomscribe.audio.HandOver;
import io.roomscribe.lanes.BackOff;
import io.roomscribe.lanes.Cancellable;
import io.roomscribe.lanes.Clock;
import io.roomscribe.lanes.Lane;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  /** How long LiveKit counts as too old for an egress of the room; it may be upgraded. */
  private static final Duration TOO_OLD = Duration.ofHours(1);

  private final Captures.SessionKey key;
  private final Captures.Tools tools;
  private final Clock clock;
  private final Setup setup;
  private final Captures captures;
  private final EgressStarts starts;
  private final EgressWatch watch;
  private final CaptureJournal journal;
  private final BackOff backOff = new BackOff(FIRST_PAUSE, LONGEST_PAUSE);

  private int allotment;
  private @Nullable CapturePlan active;
  private @Nullable Followed room;
  private @Nullable SwitchOver switchOver;
  private @Nullable CaptureLayout better;
  private long betterSinceNs;
  private long switchNotBeforeNs = Long.MIN_VALUE;
  private @Nullable Long tooOldSinceNs;
  private @Nullable Long idleSinceNs;
  private int rooms;
  private boolean stopping;

  /**
   * How a session captures.
   *
   * @param requested as asked for
   * @param lane the session's control lane
   * @param patience with egresses
   * @param switchBackAfter how long a plan must have been better before it is switched to
   * @param missing hears of audio that was given up
   */
  record Setup(
      CaptureMode requested,
      Lane lane,
      EgressWatch.Patience patience,
      Duration switchBackAfter,
      Consumer<AudioGap> missing) {}

  RoomCapture(Captures.SessionKey key, Captures.Tools tools, Setup setup) {
    this.key = key;
    this.tools = tools;
    this.clock = tools.clock();
    this.setup = setup;
    this.captures = new Captures(key, tools, setup.lane());
    this.starts =
        new EgressStarts(key, tools, captures, new EgressStarts.Wiring(setup.lane(), this));
    this.watch = new EgressWatch(key, tools, captures, setup.patience());
    this.journal = new CaptureJournal(key, setup.requested(), tools);
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

  /** An egress reported a new state. */
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

  /** Stops every egress of this session, those of lost answers included. */
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

  /** Drops what is still connected. */
  void endAll(String cause) {
    stopping = true;
    captures.endAll(cause);
  }

  /** The session is over. */
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

  /** Every microphone seen. */
  List<SessionView.TrackView> tracks() {
    boolean inRoom = room != null && room.liveCapture() != null;
    return captures.tracks().stream().map(track -> track.view(inRoom)).toList();
  }

  /** How the room is captured. */
  SessionView.CaptureView view() {
    return journal.view(active, room, toStart());
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
  }

  private void refused(Followed followed, GatewayException refusal) {
    boolean switches = switchOver != null && switchOver.to().contains(followed);
    if (refusal.category() == GatewayException.Category.UNSUPPORTED) {
      tooOldSinceNs = clock.nanoTime();
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
    CapturePlan.Situation situation = situation();
    CapturePlan plan = CapturePlan.of(situation);
    CapturePlan now = active;
    if (now != null && isAsGood(now.layout(), plan.layout())) {
      better = null;
      active = now.layout().equals(plan.layout()) ? plan : now;
      abandon("");
    } else if (now == null || captures.live().isEmpty()) {
      abandon("");
      adopt(plan);
    } else {
      consider(now, plan);
    }
  }

  private CapturePlan.Situation situation() {
    boolean tooOld = tooOldSinceNs != null && clock.nanoTime() - tooOldSinceNs < TOO_OLD.toNanos();
    CapturePlan.Situation situation =
        new CapturePlan.Situation(
            setup.requested(), captures.present(), 0, !tooOld, tools.urls().rtmpObstacle());
    allotment = tools.budget().allot(key.sessionId(), EgressNeed.of(situation));
    return situation.with(allotment);
  }

  /** Two apart on their channels are better than mixed, when one of them is alone too. */
  private boolean isAsGood(CaptureLayout now, CaptureLayout plan) {
    return now.equals(plan)
        || (now.kind() == CaptureLayout.Kind.STEREO
            && (plan.kind() == CaptureLayout.Kind.ROOM || plan.kind() == now.kind())
            && now.hears(captures.present()));
  }

  /** Nobody is there to hear: an egress of the room would run on for as long as the room does. */
  private void idle() {
    long nowNs = clock.nanoTime();
    tools.budget().allot(key.sessionId(), EgressNeed.NONE);
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
    long nowNs = clock.nanoTime();
    if (!plan.layout().equals(better)) {
      better = plan.layout();
      betterSinceNs = nowNs;
    }
    boolean unheard =
        !now.layout().hears(captures.present())
            || (now.layout().isTracks() && captures.present().size() > allotment);
    if (switchOver != null && switchOver.plan().layout().equals(plan.layout())) {
      switchOver.forced(unheard);
      return;
    }
    abandon("");
    boolean isStable = nowNs - betterSinceNs >= setup.switchBackAfter().toNanos();
    boolean isDue = unheard || ((now.layout().isTracks() || isStable) && tools.budget().hasPlace());
    if (isDue && nowNs >= switchNotBeforeNs) {
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

  /** Nothing runs that would have to be handed over. */
  private void adopt(CapturePlan plan) {
    if (room != null) {
      captures.forget(room);
    }
    room = plan.layout().isTracks() ? null : follow(plan);
    journal.adopted(active, plan);
    active = plan;
    better = null;
  }

  private void tickLater() {
    Cancellable unused = tools.lanes().after(TICK, setup.lane(), this::tick);
  }

  private void tick() {
    if (switchOver != null && !stopping) {
      proceed();
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
    backOff.reset();
    done.tellGaps(report.cutAtSamples() / RoomAudio.SAMPLES_PER_MS);
    old.forEach(one -> captures.retire(one, "", () -> {}));
    if (room != null) {
      captures.forget(room);
    }
    room = done.room();
    journal.switched(active, done.plan(), report);
    active = done.plan();
    better = null;
    decide();
    proceed();
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
    given.tellGaps(tools.audio().positionMs());
    for (Followed followed : given.to()) {
      Capture capture = followed.liveCapture();
      if (capture != null && !capture.egressId().isEmpty()) {
        captures.stop(capture.egressId());
      }
      captures.end(followed, "the switch was given up");
    }
    if (given.room() != null) {
      captures.forget(given.room());
    }
    journal.abandoned(given.plan(), why);
    if (!why.isEmpty()) {
      switchNotBeforeNs = clock.nanoTime() + backOff.next().toNanos();
      LOG.log(
          Level.INFO,
          "session={0} stays with its captures; no {1}: {2}",
          key.sessionId(),
          given.plan().layout().text(),
          why);
    }
  }
}
