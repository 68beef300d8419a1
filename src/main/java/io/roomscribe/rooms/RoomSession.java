package io.roomscribe.rooms;

import io.roomscribe.audio.Gap;
import io.roomscribe.audio.MixerSettings;
import io.roomscribe.lanes.Cancellable;
import io.roomscribe.lanes.Clock;
import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import io.roomscribe.transcription.StreamEnd;
import io.roomscribe.transcription.TranscriptionException;
import io.roomscribe.transcription.Utterance;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One room being transcribed, from the request to the last stored word.
 *
 * <p>The session follows the room by looking, periodically and whenever a webhook hints that
 * something changed; {@link RoomCapture} does what is missing. See {@link SessionState} for its
 * life.
 *
 * <p>Threading: public and package methods hand over to the control lane and return at once; the
 * private ones run on it and may block on LiveKit and on the store. The audio runs beside it on the
 * room lane.
 *
 * <p>Ownership: owns its control lane, its timers and its {@link RoomAudio}.
 */
final class RoomSession implements RoomSpeech.Owner {

  private static final Logger LOG = System.getLogger(RoomSession.class.getName());
  private static final int LANE_CAPACITY = 4_096;
  private static final String STILL_STORING = "; its last words are still being stored";

  private final SessionRecord record;
  private final RoomGateway gateway;
  private final SessionNews news;
  private final Clock clock;
  private final Lanes lanes;
  private final Lane lane;
  private final SessionPace pace;
  private final EgressBudget budget;
  private final BlockSink recording;
  private final RoomAudio audio;
  private final RoomCapture capture;
  private final AtomicBoolean lookPending = new AtomicBoolean();
  private final Runnable whenOver;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  private Cancellable rounds = () -> {};
  private Cancellable earlierRound = () -> {};
  private boolean roomSeen;
  private @Nullable Long missingSinceNs;
  private boolean audioOver;

  /**
   * What sessions work with.
   *
   * @param gateway LiveKit
   * @param news who is told
   * @param clock the time
   * @param lanes where it runs
   * @param pace how patient it is
   * @param budget how many egresses there may be
   */
  record Surroundings(
      RoomGateway gateway,
      SessionNews news,
      Clock clock,
      Lanes lanes,
      SessionPace pace,
      EgressBudget budget) {}

  RoomSession(SessionRecord record, Surroundings around, Hearing hearing, Runnable whenOver) {
    this.record = record;
    this.gateway = around.gateway();
    this.news = around.news();
    this.clock = around.clock();
    this.lanes = around.lanes();
    this.pace = around.pace();
    this.budget = around.budget();
    this.whenOver = whenOver;
    this.recording = hearing.recording();
    this.lane = lanes.blockingLane("session-" + record.id(), LANE_CAPACITY);
    this.audio =
        new RoomAudio(
            record.id(),
            hearing.mixing(),
            new RoomAudio.Parts(clock, lanes, hearing.recogniser(), this));
    this.capture = capture(around, hearing.urls());
    record.observe(capture, audio);
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
            news::missing,
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
      MixerSettings mixing,
      RoomSpeech.Recogniser recogniser,
      CaptureUrls urls,
      BlockSink recording) {}

  /** Begins to follow the room. */
  void start() {
    budget.join(record.id(), this::lookSoon);
    rounds = lanes.every(pace.round(), lane, this::look);
    lookSoon();
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
    if (lookPending.compareAndSet(false, true) && !lane.offer(this::lookNow)) {
      lookPending.set(false);
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

  /** Completes once the session is over; not to be completed by others. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  /** The capture whose URL was dialled. Any thread. */
  Optional<Capture> capture(String name, String secret) {
    return capture.capture(name, secret);
  }

  void connected(Capture connected, Runnable hangUp) {
    lane.offer(() -> connectedNow(connected, hangUp));
  }

  void disconnected(Capture disconnected, String cause) {
    lane.offer(
        () -> {
          capture.disconnected(disconnected, cause);
          changed();
          finishIfDrained();
        });
    lookSoon();
  }

  /** On the room lane. */
  @Override
  public void mixed(short[] block, long positionSamples) {
    recording.take(block, positionSamples);
  }

  /** On the room lane. */
  @Override
  public void spoken(String utteranceId, Utterance utterance, List<SpokenLine> lines) {
    news.spoken(
        new SpokenUtterance(
            record.id(),
            record.room(),
            utteranceId,
            utterance.isFinal(),
            utterance.language(),
            record.epoch().orElseGet(clock::now),
            lines));
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
    lane.offer(() -> audioOver(end));
  }

  private void lookNow() {
    lookPending.set(false);
    look();
  }

  private void look() {
    if (isStopping()) {
      return;
    }
    try {
      Optional<List<MicrophoneTrack>> microphones = gateway.microphones(record.room());
      if (microphones.isPresent()) {
        roomSeen = true;
        missingSinceNs = null;
        capture.follow(microphones.get());
      } else {
        noRoom();
      }
      record.trouble(capture.trouble());
    } catch (GatewayException trouble) {
      LOG.log(
          Level.WARNING,
          "session={0} livekit: {1}",
          record.id(),
          String.valueOf(trouble.getMessage()));
      record.trouble(trouble.category() + ": " + trouble.getMessage());
    }
    changed();
    planEarlierRound();
  }

  /** A track that waits for its back-off does not wait for the next round too. */
  private void planEarlierRound() {
    earlierRound.cancel();
    earlierRound =
        capture
            .nextTry()
            .filter(delay -> delay.compareTo(pace.round()) < 0)
            .map(delay -> lanes.after(delay.plusMillis(1), lane, this::look))
            .orElse(() -> {});
  }

  /** For a whole round, because a room that is just being moved may be missing for a moment. */
  private void noRoom() {
    long nowNs = clock.nanoTime();
    missingSinceNs = missingSinceNs == null ? nowNs : missingSinceNs;
    if (roomSeen && nowNs - missingSinceNs >= pace.round().toNanos()) {
      stopNow("the room is gone");
    } else if (!roomSeen && record.age(clock.now()).compareTo(pace.waitForRoom()) > 0) {
      stopNow("no such room appeared");
    }
  }

  private void connectedNow(Capture connected, Runnable hangUp) {
    if (!connected.isLive()) {
      hangUp.run();
      return;
    }
    connected.connected(hangUp, clock.nanoTime());
    if (record.state() == SessionState.WAITING) {
      to(SessionState.ACTIVE, "a microphone is captured");
    } else {
      changed();
    }
  }

  /** Takes no more audio. Any thread. */
  boolean isStopping() {
    return record.state().compareTo(SessionState.STOPPING) >= 0;
  }

  private void stopNow(String cause) {
    if (isStopping()) {
      return;
    }
    to(SessionState.STOPPING, cause);
    earlierRound.cancel();
    stopEgresses();
    lanes.after(pace.drain(), lane, () -> drained("the egress did not hang up"));
    finishIfDrained();
  }

  private void stopEgresses() {
    try {
      capture.stopAll();
    } catch (GatewayException unreachable) {
      LOG.log(
          Level.WARNING,
          "session={0} egresses not stopped, hanging up instead: {1}",
          record.id(),
          String.valueOf(unreachable.getMessage()));
    }
  }

  /** Egress sends what it has buffered before it hangs up: that audio is waited for. */
  private void finishIfDrained() {
    if (record.state() == SessionState.STOPPING && !capture.anyLive()) {
      drained("");
    }
  }

  private void drained(String cause) {
    if (audioOver || record.isFinishing()) {
      return;
    }
    record.finishing();
    capture.endAll(cause);
    audio.finish();
  }

  private void audioOver(StreamEnd end) {
    audioOver = true;
    TranscriptionException failure = end.failure();
    if (isStopping()) {
      String why = failure == null ? record.cause() : "incomplete: " + failure.getMessage();
      overAfterHolds(SessionState.ENDED, why);
    } else {
      String why = failure == null ? "speech-to-text ended" : String.valueOf(failure.getMessage());
      to(SessionState.STOPPING, why);
      stopEgresses();
      capture.endAll(why);
      overAfterHolds(SessionState.FAILED, why);
    }
  }

  private void overNow(SessionState last, String cause) {
    if (record.state().isOver()) {
      return;
    }
    rounds.cancel();
    earlierRound.cancel();
    to(last, cause);
    whenOver.run();
    lane.close();
    capture.close();
    audio.close();
    recording.close();
    ended.complete(null);
  }

  /** Ends it once everybody has stored what was said, or has had time enough for it. */
  private void overAfterHolds(SessionState last, String why) {
    SessionFinishing finishing = new SessionFinishing(record.id());
    news.finishing(finishing);
    CompletableFuture<Void> released = finishing.released();
    lanes.after(pace.hold(), lane, () -> overNow(last, why + STILL_STORING));
    CompletableFuture<Boolean> unused =
        released.handle(
            (done, failed) ->
                lane.offer(() -> overNow(last, failed == null ? why : why + STILL_STORING)));
  }

  private void to(SessionState next, String cause) {
    record.to(next, cause, clock.now());
    LOG.log(Level.INFO, "session={0} room={1} state={2} {3}", id(), room(), next, cause);
    news.changed(new SessionChanged(record.id(), record.room(), next.name(), next.isOver(), cause));
  }

  private void changed() {
    record.touched();
  }

  private void capturesChanged() {
    record.trouble(capture.trouble());
    changed();
    if (!isStopping()) {
      planEarlierRound();
    }
  }
}
