package io.roomscribe.rooms;

import io.roomscribe.audio.Gap;
import io.roomscribe.audio.MixerSettings;
import io.roomscribe.lanes.Clock;
import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import io.roomscribe.transcription.StreamEnd;
import io.roomscribe.transcription.Utterance;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/**
 * One room being transcribed, from the request to the last stored word.
 *
 * <p>{@link RoomFollowing} looks at the room, periodically and whenever a webhook hints that
 * something changed; {@link RoomCapture} does what is missing. See {@link SessionState} for its
 * life. It outlives the process: {@link #suspend} leaves it to a later {@link #resume}.
 *
 * <p>Threading: public and package methods hand over to the control lane and return at once; the
 * private ones run on it and may block on LiveKit and on the store. The audio runs beside it on the
 * room lane.
 *
 * <p>Ownership: owns its control lane, its timers and its {@link RoomAudio}.
 */
final class RoomSession implements SpeechOwner {

  private static final Logger LOG = System.getLogger(RoomSession.class.getName());
  private static final int LANE_CAPACITY = 4_096;

  /** WildFly closes connections some 20 ms before it tells the application that it stops. */
  private static final Duration NOTICE = Duration.ofMillis(500);

  private final SessionRecord record;
  private final RoomGateway gateway;
  private final SessionNews news;
  private final Clock clock;
  private final Lanes lanes;
  private final Lane lane;
  private final SessionPace pace;
  private final EgressBudget budget;
  private final BooleanSupplier mayAct;
  private final BlockSink recording;
  private final RoomAudio audio;
  private final RoomCapture capture;
  private final Life life = new Life();
  private final RoomFollowing following;
  private final SessionEnding ending;
  private final SessionLeaving leaving;
  private final Runnable whenOver;

  /**
   * What sessions work with.
   *
   * @param gateway LiveKit
   * @param news who is told
   * @param clock the time
   * @param lanes where it runs
   * @param pace how patient it is
   * @param budget how many egresses there may be
   * @param mayAct whether the session is this node's, as far as that is known
   */
  record Surroundings(
      RoomGateway gateway,
      SessionNews news,
      Clock clock,
      Lanes lanes,
      SessionPace pace,
      EgressBudget budget,
      BooleanSupplier mayAct) {}

  RoomSession(SessionRecord record, Surroundings around, Hearing hearing, Runnable whenOver) {
    this.record = record;
    this.gateway = around.gateway();
    this.news = around.news();
    this.clock = around.clock();
    this.lanes = around.lanes();
    this.pace = around.pace();
    this.budget = around.budget();
    this.mayAct = around.mayAct();
    this.whenOver = whenOver;
    this.recording = hearing.recording();
    this.lane = lanes.blockingLane("session-" + record.id(), LANE_CAPACITY);
    this.audio =
        new RoomAudio(
            record.id(),
            hearing.mixing(),
            new RoomAudio.Parts(clock, lanes, hearing.recogniser(), this));
    this.capture = capture(around, hearing.urls());
    this.following =
        new RoomFollowing(record, around, capture, new RoomFollowing.Wiring(lane, life));
    SessionEnding.Parts parts = new SessionEnding.Parts(capture, audio, lane);
    this.ending = new SessionEnding(record, around, parts, life);
    this.leaving = new SessionLeaving(record, around, parts, life);
    record.observe(capture, audio);
  }

  /** What is noticed of the room, and what its end takes. */
  private final class Life implements RoomFollowing.Asker, SessionEnding.Steps {

    @Override
    public boolean follows() {
      return !isStopping() && !leaving.isUnderWay() && mayAct.getAsBoolean();
    }

    @Override
    public void changed() {
      record.touched();
    }

    @Override
    public void gone(String cause) {
      stopNow(cause);
    }

    @Override
    public void to(SessionState next, String cause) {
      record.to(next, cause, clock.now());
      LOG.log(Level.INFO, "session={0} room={1} state={2} {3}", id(), room(), next, cause);
      news.changed(new SessionChanged(id(), room(), next.name(), next.isOver(), cause));
    }

    @Override
    public void unfollow() {
      following.stop();
    }

    @Override
    public void letGo() {
      letGoNow();
    }
  }

  private RoomCapture capture(Surroundings around, CaptureUrls urls) {
    return new RoomCapture(
        new Captures.SessionKey(record.id(), record.room()),
        new Captures.Tools(gateway, audio, urls, around.budget(), clock, lanes, pace.drain()),
        new CaptureSetup(
            record.view().options().captureMode(),
            lane,
            pace.patience(),
            pace.switchBackAfter(),
            record.egressDelay(),
            this::missing,
            this::capturesChanged));
  }

  /**
   * How a session gets its audio and its words.
   *
   * @param mixing how the room is mixed
   * @param recogniser opens streams with the session's options
   * @param urls issues capture URLs
   * @param recording takes the mix beside speech-to-text
   */
  record Hearing(
      MixerSettings mixing, Recogniser recogniser, CaptureUrls urls, BlockSink recording) {}

  /** Begins to follow the room. */
  void start() {
    budget.join(record.id(), this::lookSoon);
    following.start();
  }

  /**
   * Goes on where an earlier process was cut off: what it left in the journal is transcribed, and
   * the room is followed again unless the session was being stopped.
   */
  void resume() {
    SessionView before = record.view();
    boolean takesAudio = !isStopping();
    record.startedAt().ifPresent(startedAt -> audio.resume(startedAt, takesAudio));
    lane.offer(() -> resumeNow(before));
    CompletionStage<Void> unused =
        EgressStops.stop(id(), EgressStops.leftBehind(before), gateway, lanes);
    if (takesAudio) {
      start();
    }
  }

  private void resumeNow(SessionView before) {
    capture.resume(before, record.age(clock.now()));
    if (isStopping()) {
      LOG.log(Level.INFO, "session={0} room={1} resumed to transcribe the rest", id(), room());
      ending.drained("");
    } else {
      life.to(SessionState.WAITING, "resumed after the server stopped");
    }
  }

  /**
   * The server stops: what was heard is put in safety, and the session left to whoever resumes it.
   * The stage completes once that is so, even if it is over meanwhile.
   */
  CompletionStage<Void> suspend() {
    return leaving.suspend();
  }

  /**
   * Another node has taken the session: nothing is stored or told any more, and egresses are left
   * to that one. The stage completes once nothing of it runs here.
   */
  CompletionStage<Void> abandon() {
    return leaving.abandon();
  }

  /** Nothing of it runs here any more. */
  private void letGoNow() {
    whenOver.run();
    lane.close();
    capture.close();
    audio.close();
    recording.close();
    leaving.left();
  }

  String id() {
    return record.id();
  }

  String room() {
    return record.room();
  }

  /** As of the last change, with the audio's present figures. Any thread. */
  SessionView view() {
    return record.view();
  }

  /** Something may have changed: look now rather than at the next round. */
  void lookSoon() {
    following.lookSoon();
  }

  private void stopNow(String cause) {
    // What is stored stays as it is, so that who resumes the session finds that out again.
    if (!leaving.isUnderWay()) {
      ending.stop(cause);
    }
  }

  void roomFinished() {
    lane.offer(() -> stopNow("the room was closed"));
  }

  void egressChanged(EgressState egress) {
    lane.offer(
        () -> {
          capture.egressChanged(egress);
          changed();
        });
    lookSoon();
  }

  /** No more audio; the remaining words are waited for. */
  void stop(String cause) {
    lane.offer(() -> stopNow(cause));
  }

  /** The capture whose URL was dialled. Any thread. */
  Optional<Capture> capture(String name, String secret) {
    return capture.capture(name, secret);
  }

  void connected(Capture connected, Runnable hangUp) {
    lane.offer(() -> connectedNow(connected, hangUp));
  }

  void disconnected(Capture disconnected, String cause) {
    lane.offer(() -> disconnectedNow(disconnected, cause));
  }

  /**
   * The connection was closed by a server that may be stopping: then the session hears of that in a
   * moment, and the egress has not failed.
   */
  void dropped(Capture dropped, String cause) {
    lanes.after(NOTICE, lane, () -> disconnectedNow(dropped, cause));
  }

  private void disconnectedNow(Capture disconnected, String cause) {
    if (!leaving.isUnderWay()) {
      capture.disconnected(disconnected, cause);
      changed();
      ending.finishIfDrained();
      lookSoon();
    }
  }

  /** On the room lane. */
  @Override
  public void mixed(short[] block, long positionSamples) {
    recording.take(block, positionSamples);
  }

  /** On the room lane. */
  @Override
  public CompletableFuture<Void> spoken(
      String utteranceId, Utterance utterance, List<SpokenLine> lines) {
    Holds holds = new Holds();
    news.spoken(
        new SpokenUtterance(
            record.id(),
            record.room(),
            utteranceId,
            utterance.isFinal(),
            utterance.language(),
            record.epoch().orElseGet(clock::now),
            lines,
            holds));
    return holds.released();
  }

  /** On the control lane: no capture has it. */
  private void missing(AudioGap gap) {
    record.missing(gap);
    news.missing(gap);
  }

  /** On the room lane. */
  @Override
  public void missing(List<Gap> gaps) {
    List<SessionView.TrackView> known = record.view().tracks();
    gaps.forEach(gap -> news.missing(SessionRecord.missing(record.id(), gap, known)));
  }

  /** On the room lane. */
  @Override
  public void statusChanged() {
    lane.offer(this::changed);
  }

  /** On the room lane. */
  @Override
  public void over(StreamEnd end) {
    lane.offer(() -> ending.audioOver(end));
  }

  private void connectedNow(Capture connected, Runnable hangUp) {
    if (!connected.isLive() || leaving.isUnderWay()) {
      hangUp.run();
      return;
    }
    connected.connected(hangUp, clock.nanoTime());
    if (record.state() == SessionState.WAITING) {
      life.to(SessionState.ACTIVE, "a microphone is captured");
    } else {
      changed();
    }
  }

  /** Takes no more audio. Any thread. */
  boolean isStopping() {
    return record.isStopping();
  }

  private void changed() {
    record.touched();
  }

  private void capturesChanged() {
    record.trouble(capture.trouble());
    changed();
    if (!isStopping()) {
      following.planEarlierRound();
    }
  }
}
