package io.roomscribe.rooms;

import io.roomscribe.audio.Arrival;
import io.roomscribe.audio.TrackInput;
import io.roomscribe.lanes.Lane;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Starts the egresses of one session, one after another, on a lane of its own: LiveKit takes up to
 * half a minute to say that it has none, and a session must be able to stop meanwhile.
 *
 * <p>An egress whose start is answered when its capture is wanted no longer is stopped.
 *
 * <p>Threading: called on the control lane, to which the answers come back. Ownership: owns its
 * lane.
 */
final class EgressStarts {

  private static final Logger LOG = System.getLogger(EgressStarts.class.getName());
  private static final Duration ROOM_LANE_TIMEOUT = Duration.ofSeconds(10);
  private static final int LANE_CAPACITY = 16;

  /** Who asked; called on the control lane. */
  interface Asker {

    /**
     * LiveKit answered, or did not in time.
     *
     * @param refusal null when the egress was started, or may have been
     */
    void answered(Followed followed, @Nullable GatewayException refusal);
  }

  private final Captures.SessionKey key;
  private final Captures.Tools tools;
  private final Captures captures;
  private final Lane control;
  private final Lane lane;
  private final Asker asker;
  private boolean busy;

  EgressStarts(Captures.SessionKey key, Captures.Tools tools, Captures captures, Wiring wiring) {
    this.key = key;
    this.tools = tools;
    this.captures = captures;
    this.control = wiring.control();
    this.asker = wiring.asker();
    this.lane = tools.lanes().blockingLane("egress-" + key.sessionId(), LANE_CAPACITY);
  }

  /** Where answers go. */
  record Wiring(Lane control, Asker asker) {}

  /** Whether an answer is being waited for: one at a time is asked for. */
  boolean isBusy() {
    return busy;
  }

  /**
   * Asks for an egress, for which a place was taken; not while one is being asked for.
   *
   * @param held whether its sound waits for a hand-over
   */
  void begin(Followed followed, boolean held) {
    Capture capture;
    try {
      capture = made(followed.target(), held);
    } catch (IllegalStateException stuck) {
      LOG.log(Level.WARNING, "session=" + key.sessionId() + " no egress asked for", stuck);
      tools.budget().giveBack(key.sessionId());
      followed.waits(String.valueOf(stuck.getMessage()), tools.clock().nanoTime());
      return;
    }
    captures.begins(followed, capture);
    busy = true;
    if (!lane.offer(() -> ask(followed, capture))) {
      answered(followed, capture, Answer.of(unknown("the session is over")));
    }
  }

  private Capture made(CaptureTarget target, boolean held) {
    List<TrackInput> inputs = new ArrayList<>();
    try {
      for (CaptureTarget.Voice voice : target.voices()) {
        inputs.add(opened(voice, target.arrival(), held));
      }
      Capture.Address address = tools.urls().issue(key.sessionId(), target, tools.clock().now());
      return new Capture(target, inputs, address, tools.clock().nanoTime());
    } catch (IllegalStateException stuck) {
      inputs.forEach(tools.audio()::close);
      throw stuck;
    }
  }

  /** Asks no more; the answer that is waited for still comes. */
  void close() {
    lane.close();
  }

  /** One of the two is null. */
  private record Answer(@Nullable EgressState egress, @Nullable GatewayException refusal) {

    static Answer of(GatewayException refusal) {
      return new Answer(null, refusal);
    }
  }

  /** On the lane of starts. */
  private void ask(Followed followed, Capture capture) {
    Answer answer;
    try {
      answer = new Answer(started(capture), null);
    } catch (GatewayException refusal) {
      answer = Answer.of(refusal);
    } catch (RuntimeException bug) {
      LOG.log(Level.ERROR, "session=" + key.sessionId() + " egress not started", bug);
      answer = Answer.of(unknown(bug.getClass().getSimpleName()));
    }
    Answer result = answer;
    EgressState egress = answer.egress();
    if (!control.offer(() -> answered(followed, capture, result)) && egress != null) {
      stopUnwanted(egress);
    }
  }

  private EgressState started(Capture capture) {
    CaptureTarget target = capture.target();
    return switch (target.kind()) {
      case TRACK -> tools.gateway().startTrackEgress(key.room(), target.name(), capture.url());
      case STEREO, ROOM ->
          tools.gateway().startRoomEgress(key.room(), capture.url(), target.routes());
      case RTMP -> tools.gateway().startRoomComposite(key.room(), capture.url());
    };
  }

  private void answered(Followed followed, Capture capture, Answer answer) {
    busy = false;
    EgressState egress = answer.egress();
    GatewayException refusal = answer.refusal();
    if (egress != null) {
      LOG.log(Level.INFO, "session={0} capture={1} {2}", key.sessionId(), followed.name(), egress);
      capture.confirmed(egress.egressId(), tools.clock().nanoTime());
      tools.budget().served();
      if (!captures.isHeld(egress)) {
        captures.stop(egress.egressId());
      }
      asker.answered(followed, null);
    } else if (refusal != null) {
      refused(followed, capture, refusal);
    }
  }

  private void refused(Followed followed, Capture capture, GatewayException refusal) {
    if (refusal.category() == GatewayException.Category.UNKNOWN_OUTCOME && capture.isLive()) {
      capture.unconfirmed(tools.clock().nanoTime());
      asker.answered(followed, null);
      return;
    }
    LOG.log(
        Level.INFO,
        "session={0} capture={1} refused category={2} {3}",
        key.sessionId(),
        followed.name(),
        refusal.category(),
        refusal.getMessage());
    captures.refused(followed, capture, refusal);
    if (refusal.isLackOfEgresses()) {
      tools.budget().refused();
    }
    asker.answered(followed, refusal);
  }

  /** The session is over, so nobody else does. */
  private void stopUnwanted(EgressState egress) {
    try {
      tools.gateway().stopEgress(egress.egressId());
    } catch (GatewayException failure) {
      LOG.log(
          Level.WARNING,
          "session={0} egress={1} not stopped: {2}",
          key.sessionId(),
          egress.egressId(),
          failure.getMessage());
    }
  }

  /** The room lane opens the input; it never blocks, so this takes microseconds. */
  private TrackInput opened(CaptureTarget.Voice voice, Arrival arrival, boolean held) {
    CompletionStage<TrackInput> opening =
        held
            ? tools.audio().openHeld(voice.trackId(), voice.speaker(), arrival)
            : tools.audio().open(voice.trackId(), voice.speaker(), arrival);
    try {
      return soon(opening);
    } catch (IllegalStateException stuck) {
      opening.thenAccept(tools.audio()::close);
      throw stuck;
    }
  }

  /** What the room lane answers; it never blocks. */
  static <T> T soon(CompletionStage<T> answer) {
    try {
      return answer.toCompletableFuture().get(ROOM_LANE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    } catch (ExecutionException | TimeoutException stuck) {
      throw new IllegalStateException("the room lane does not answer", stuck);
    }
  }

  private static GatewayException unknown(String why) {
    return new GatewayException(GatewayException.Category.UNKNOWN_OUTCOME, why);
  }
}
