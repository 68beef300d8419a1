package io.roomscribe.rooms;

import io.roomscribe.lanes.Cancellable;
import io.roomscribe.lanes.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the egresses of one session equal to what captures its room best.
 *
 * <p>Every round looks at what LiveKit shows and at what is held, plans ({@link CaptureCourse}),
 * does what is missing, and tells of those who go unheard ({@link UnheardMicrophones}); any step
 * may be repeated.
 *
 * <p>Threading: confined to the session's control lane, but for {@link #capture}; blocks on
 * LiveKit's API, except for starts.
 */
final class RoomCapture implements EgressStarts.Asker {

  private static final Duration LISTEN_AGAIN = Duration.ofSeconds(1);
  private static final int WIRE_SAMPLES_PER_MS = 48;

  private final Captures.SessionKey key;
  private final Captures.Tools tools;
  private final Clock clock;
  private final CaptureSetup setup;
  private final Captures captures;
  private final EgressStarts starts;
  private final EgressWatch watch;
  private final CaptureCourse course;
  private final UnheardMicrophones unheard;

  private boolean listensAgain;
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
    this.course = new CaptureCourse(captures, tools, setup, this::moved);
    this.unheard =
        new UnheardMicrophones(key.sessionId(), setup.egressDelay().toMillis(), setup.missing());
  }

  /**
   * Goes on after an earlier process, whose captures are over; before anything else.
   *
   * @param age of the session
   */
  void resume(SessionView before, Duration age) {
    captures.resume(before.tracks());
    course.resume(before.capture(), age);
    if (tools.audio().epoch() != null) {
      unheard.resumed();
    }
  }

  /**
   * One round.
   *
   * @throws GatewayException when LiveKit could not be asked
   */
  void follow(List<MicrophoneTrack> microphones) {
    List<EgressState> egresses = tools.gateway().activeEgresses(key.room());
    captures.notice(microphones);
    unheard.shown(microphones, tools.audio().positionMs());
    List<EgressState> strays = watch.compare(egresses);
    course.decide();
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
    listen();
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
          captures.failed(followed, cause);
        }
      }
    }
    listen();
  }

  /** Stops those of lost answers too. */
  void stopAll() {
    stops();
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
    stops();
    unheard.finish(tools.audio().positionMs());
    return captures.egressIds();
  }

  void endAll(String cause) {
    stops();
    captures.endAll(cause);
    course.tellGaps();
    unheard.finish(tools.audio().positionMs());
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
    return course.toStart().stream()
        .map(Followed::notBeforeNs)
        .filter(notBeforeNs -> notBeforeNs > nowNs)
        .min(Long::compare)
        .map(notBeforeNs -> Duration.ofNanos(notBeforeNs - nowNs));
  }

  List<SessionView.TrackView> tracks() {
    Followed room = course.room();
    boolean inRoom = room != null && room.liveCapture() != null;
    return captures.tracks().stream().map(track -> track.view(inRoom)).toList();
  }

  SessionView.CaptureView view() {
    return course.view();
  }

  /** What keeps the room from being captured as planned; null when nothing does. */
  @Nullable String trouble() {
    return course.trouble();
  }

  @Override
  public void answered(Followed followed, @Nullable GatewayException refusal) {
    if (stopping) {
      return;
    }
    if (refusal != null) {
      refused(followed, refusal);
    }
    course.decide();
    moved();
  }

  private void refused(Followed followed, GatewayException refusal) {
    boolean isTooOld =
        refusal.category() == GatewayException.Category.UNSUPPORTED
            && followed.target().needsStartEgress()
            && !tools.gateway().knowsRoomEgress();
    String why = isTooOld ? "" : String.valueOf(refusal.getMessage());
    if (isTooOld) {
      followed.tryNow();
    } else if (refusal.isOfThisRequest()) {
      captures.ways().failed(followed.target().kind(), why);
    }
    boolean isOfSwitch = course.refused(followed, refusal, why);
    if (refusal.isLackOfEgresses() && !isOfSwitch) {
      // It is not asked again in this round, because each such answer takes it up to 24 s.
      long nowNs = clock.nanoTime();
      course.toStart().stream()
          .filter(other -> other != followed && other.wantsCapture(nowNs))
          .forEach(other -> other.refused(refusal, nowNs));
    }
  }

  private void stops() {
    stopping = true;
    course.stop();
  }

  private void moved() {
    proceed();
    setup.changed().run();
  }

  private void proceed() {
    if (!stopping) {
      startNext();
      course.advance();
      listen();
    }
  }

  private void startNext() {
    if (starts.isBusy() || course.isHanding()) {
      return;
    }
    boolean switches = course.isSwitching();
    for (Followed followed : course.toStart()) {
      if (!followed.wantsCapture(clock.nanoTime()) || isObstructed(followed)) {
        continue;
      }
      if (tools.budget().take(key.sessionId(), switches)) {
        starts.begin(followed, switches);
      } else {
        followed.findsNoPlace(course.lackOfPlaces());
        course.lacksEgress();
      }
      return;
    }
  }

  private boolean isObstructed(Followed followed) {
    String obstacle =
        followed.target().kind() == CaptureTarget.Kind.RTMP ? tools.urls().rtmpObstacle() : "";
    if (!obstacle.isEmpty()) {
      followed.waits("RTMP cannot be received: " + obstacle, clock.nanoTime());
    }
    return !obstacle.isEmpty();
  }

  /** Who of those that LiveKit showed last is heard; soon again while somebody is not. */
  private void listen() {
    if (stopping) {
      return;
    }
    long positionMs = tools.audio().positionMs();
    for (MicrophoneTrack microphone : captures.present()) {
      if (!microphone.muted()) {
        unheard.look(microphone, hearing(microphone, positionMs), positionMs);
      }
    }
    if (unheard.isAnybody() && !listensAgain) {
      listensAgain = true;
      Cancellable unused = tools.lanes().after(LISTEN_AGAIN, setup.lane(), this::listenAgain);
    }
  }

  private void listenAgain() {
    listensAgain = false;
    listen();
  }

  private UnheardMicrophones.Hearing hearing(MicrophoneTrack microphone, long positionMs) {
    Followed room = course.room();
    Followed hearer = room == null ? captures.track(microphone) : room;
    Capture capture = hearer.liveCapture();
    Long heardFromMs = null;
    if (capture != null && capture.hasAudio() && capture.target().hears(microphone)) {
      long receivedMs = capture.counters().received() / WIRE_SAMPLES_PER_MS;
      long firstMs = positionMs - receivedMs + tools.audio().placedLaterMs();
      heardFromMs = Math.max(firstMs, course.handedOverMs());
    } else if (course.isReleased(hearer)) {
      heardFromMs = positionMs;
    }
    return new UnheardMicrophones.Hearing(heardFromMs, hearer.cause());
  }
}
