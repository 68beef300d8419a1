package io.roomscribe.ingest.rtmp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who has a session's key, one publisher for each session: a newer one takes the place of
 * the older, whose connection LiveKit lost before we noticed.
 *
 * <p>Threading: safe from any thread. Ownership: the connections close their sinks; {@link #endAll}
 * ends those that still feed.
 */
final class SessionPublishers implements PublisherGate {

  private static final Logger LOG = System.getLogger(SessionPublishers.class.getName());

  private final Admission admission;
  private final Workshop workshop;
  private final RtmpTally tally;
  private final Map<String, SessionPublisher> bySession = new ConcurrentHashMap<>();

  /** SessionPublishers by the keys that the admission knows. */
  SessionPublishers(Admission admission, Workshop workshop, RtmpTally tally) {
    this.admission = admission;
    this.workshop = workshop;
    this.tally = tally;
  }

  @Override
  public Optional<FlvSink> publish(Publication publication) {
    String sessionId = publication.streamName();
    Optional<SessionLine> line = admission.admit(sessionId, publication.key());
    if (line.isEmpty()) {
      tally.refused();
      LOG.log(
          Level.WARNING,
          "rtmp refused {0}: no session of this node wants this name and key",
          publication);
      return Optional.empty();
    }
    tally.admitted();
    LOG.log(Level.INFO, "session={0} rtmp publisher from={1}", sessionId, publication.from());
    return Optional.of(open(sessionId, line.get()));
  }

  /** The session hears of the end of the older one before it hears of the newer. */
  private SessionPublisher open(String sessionId, SessionLine line) {
    FfmpegDecoder decoder =
        new FfmpegDecoder("session=" + sessionId, line.input(), workshop, tally);
    SessionPublisher publisher =
        new SessionPublisher(line, decoder, gone -> bySession.remove(sessionId, gone));
    @Nullable SessionPublisher older = bySession.put(sessionId, publisher);
    if (older != null) {
      older.end("a newer publisher came");
    }
    publisher.begin();
    return publisher;
  }

  /** How many feed a session now. */
  int live() {
    return bySession.size();
  }

  /** The application stops. */
  void endAll() {
    List.copyOf(bySession.values()).forEach(publisher -> publisher.end("the application stops"));
  }
}
