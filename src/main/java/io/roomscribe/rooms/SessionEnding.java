package io.roomscribe.rooms;

import io.roomscribe.lanes.Lane;
import io.roomscribe.transcription.StreamEnd;
import io.roomscribe.transcription.TranscriptionException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;

/**
 * How a session ends: egresses are stopped, what they had buffered is waited for, then its words,
 * then their storing.
 *
 * <p>Threading: confined to the session's control lane.
 */
final class SessionEnding {

  private static final Logger LOG = System.getLogger(SessionEnding.class.getName());
  private static final String STILL_STORING = "; its last words are still being stored";

  private final SessionRecord record;
  private final RoomSession.Surroundings around;
  private final Parts parts;
  private final Steps steps;
  private boolean audioOver;

  /** What is brought to its end, on the control lane. */
  record Parts(RoomCapture capture, RoomAudio audio, Lane lane) {}

  /** What the session does on the way. */
  interface Steps {

    /** The session is in that state from now on. */
    void to(SessionState next, String cause);

    /** The room is followed no more. */
    void unfollow();

    /** Nothing is left to do. */
    void letGo();
  }

  SessionEnding(SessionRecord record, RoomSession.Surroundings around, Parts parts, Steps steps) {
    this.record = record;
    this.around = around;
    this.parts = parts;
    this.steps = steps;
  }

  /** Takes no more audio but for what is on its way; repeating it does nothing. */
  void stop(String cause) {
    if (record.isStopping()) {
      return;
    }
    steps.to(SessionState.STOPPING, cause);
    steps.unfollow();
    stopEgresses();
    around
        .lanes()
        .after(around.pace().drain(), parts.lane(), () -> drained("the egress did not hang up"));
    finishIfDrained();
  }

  private void stopEgresses() {
    try {
      parts.capture().stopAll();
    } catch (GatewayException unreachable) {
      LOG.log(
          Level.WARNING,
          "session={0} egresses not stopped, hanging up instead: {1}",
          record.id(),
          String.valueOf(unreachable.getMessage()));
    }
  }

  /** Egress sends what it has buffered before it hangs up: that audio is waited for. */
  void finishIfDrained() {
    if (record.state() == SessionState.STOPPING && !parts.capture().anyLive()) {
      drained("");
    }
  }

  /** No more audio comes: only the rest is transcribed. */
  void drained(String cause) {
    if (audioOver || record.isFinishing()) {
      return;
    }
    record.finishing();
    parts.capture().endAll(cause);
    parts.audio().finish();
  }

  /** All is said, or speech-to-text is over for good. */
  void audioOver(StreamEnd end) {
    audioOver = true;
    TranscriptionException failure = end.failure();
    if (record.isStopping()) {
      String why = failure == null ? record.cause() : "incomplete: " + failure.getMessage();
      overAfterHolds(SessionState.ENDED, why);
    } else {
      String why = failure == null ? "speech-to-text ended" : String.valueOf(failure.getMessage());
      steps.to(SessionState.STOPPING, why);
      stopEgresses();
      parts.capture().endAll(why);
      overAfterHolds(SessionState.FAILED, why);
    }
  }

  /** Ends it once everybody has stored what was said, or has had time enough for it. */
  private void overAfterHolds(SessionState last, String why) {
    SessionFinishing finishing = new SessionFinishing(record.id());
    around.news().finishing(finishing);
    CompletableFuture<Void> released = finishing.released();
    Lane lane = parts.lane();
    around.lanes().after(around.pace().hold(), lane, () -> overNow(last, why + STILL_STORING));
    CompletableFuture<Boolean> unused =
        released.handle(
            (done, failed) ->
                lane.offer(() -> overNow(last, failed == null ? why : why + STILL_STORING)));
  }

  private void overNow(SessionState last, String cause) {
    if (!record.state().isOver()) {
      steps.unfollow();
      steps.to(last, cause);
      steps.letGo();
    }
  }
}
