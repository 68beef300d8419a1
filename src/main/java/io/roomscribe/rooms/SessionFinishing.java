package io.roomscribe.rooms;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * CDI event: all utterances of a session have been fired, and it is about to be called ended. Who
 * has still to do something with them, such as storing, adds a hold; the session waits for all
 * holds, for a limited time.
 *
 * <p>Threading: fired synchronously on the session's control lane; observers only add holds.
 */
public final class SessionFinishing {

  private final String sessionId;
  private final Holds holds = new Holds();

  SessionFinishing(String sessionId) {
    this.sessionId = sessionId;
  }

  /** The session that is about to end. */
  public String sessionId() {
    return sessionId;
  }

  /** The session is not ended before this stage has completed, whichever way. */
  public void hold(CompletionStage<?> stage) {
    holds.hold(stage);
  }

  CompletableFuture<Void> released() {
    return holds.released();
  }
}
