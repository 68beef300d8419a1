package io.roomscribe.ingest.rtmp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Answers the relay: who may publish there, and who may play. What is published with a session's
 * key is pulled at once, by one {@link RelayPull} for each session.
 *
 * <p>Threading: safe from any thread; never blocks. Ownership: owns the pulls.
 */
final class RelayPulls {

  private static final Logger LOG = System.getLogger(RelayPulls.class.getName());

  private final Admission admission;
  private final URI relay;
  private final Workshop workshop;
  private final RtmpTally tally;
  private final Map<String, RelayPull> bySession = new ConcurrentHashMap<>();

  /** Pulls from the relay's application at a URL without a secret. */
  RelayPulls(Admission admission, URI relay, Workshop workshop, RtmpTally tally) {
    this.admission = admission;
    this.relay = relay;
    this.workshop = workshop;
    this.tally = tally;
  }

  /**
   * Somebody wants to publish at the relay, which waits for the answer.
   *
   * @return whether the key is good; then the stream is pulled
   */
  boolean publish(RelayQuestion question) {
    String sessionId = question.sessionId();
    Optional<SessionLine> line = admission.admit(sessionId, question.key());
    if (line.isEmpty()) {
      tally.refused();
      LOG.log(
          Level.WARNING, "rtmp relay refused {0}: no session wants this name and key", question);
      return false;
    }
    RelayPull pull =
        new RelayPull(
            new RelayPull.Source(
                sessionId, question.connection(), URI.create(relay + "/" + sessionId)),
            line.get(),
            gone -> bySession.remove(sessionId, gone),
            workshop,
            tally);
    @Nullable RelayPull older = bySession.put(sessionId, pull);
    if (older != null) {
      older.end("a newer publisher came");
    }
    return begin(sessionId, pull);
  }

  /**
   * The relay lost a publisher.
   *
   * @return whether it was one of ours
   */
  boolean done(String sessionId, String publisher) {
    RelayPull pull = bySession.get(sessionId);
    if (pull == null || !pull.isOf(publisher)) {
      return false;
    }
    pull.end("the publisher went");
    return true;
  }

  /** Whether somebody may play: our FFmpeg alone, once for each time that it is started. */
  boolean play(String sessionId) {
    RelayPull pull = bySession.get(sessionId);
    return pull != null && pull.takesReader();
  }

  /** How many feed a session now. */
  int live() {
    return bySession.size();
  }

  /** The application stops. */
  void endAll() {
    List.copyOf(bySession.values()).forEach(pull -> pull.end("the application stops"));
  }

  private boolean begin(String sessionId, RelayPull pull) {
    pull.begin();
    try {
      workshop.lanes().thread("rtmp-pull", pull::run);
    } catch (RejectedExecutionException full) {
      LOG.log(Level.WARNING, "session={0} cannot be pulled: {1}", sessionId, full.getMessage());
      pull.end("no thread is free to pull the stream");
      return false;
    }
    tally.admitted();
    LOG.log(Level.INFO, "session={0} rtmp publisher at the relay", sessionId);
    return true;
  }
}
