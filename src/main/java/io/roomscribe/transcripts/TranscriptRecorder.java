package io.roomscribe.transcripts;

import io.roomscribe.lanes.Lanes;
import io.roomscribe.rooms.SessionChanged;
import io.roomscribe.rooms.SessionFinishing;
import io.roomscribe.rooms.SpokenUtterance;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Hands every final to the database and tells {@link StoredUtterance} once it is committed, and
 * {@link TranscriptClosed} after a session's last one.
 *
 * <p>Threading: observers run on the room's lanes and only enqueue; see {@link StoreQueue} for what
 * happens when the database is slow or away.
 */
@ApplicationScoped
public class TranscriptRecorder {
  @Inject Lanes lanes;
  @Inject LineStore store;
  @Inject Event<StoredUtterance> stored;
  @Inject Event<TranscriptClosed> closed;

  @Inject
  @ConfigProperty(name = "roomscribe.transcripts.queue-utterances")
  int capacity;

  private StoreQueue queue;

  @PostConstruct
  void open() {
    queue = new StoreQueue(lanes, store::store, new Announcements(stored, closed), capacity);
  }

  void onSpoken(@Observes SpokenUtterance utterance) {
    if (utterance.isFinal()) {
      queue.offer(utterance);
    }
  }

  /** A session that is called ended has all its words in the database. */
  void onFinishing(@Observes SessionFinishing finishing) {
    finishing.hold(queue.caughtUp());
  }

  void onSessionChanged(@Observes SessionChanged change) {
    if (change.ended()) {
      queue.ended(change);
    }
  }

  /** Finals and session ends that wait to be committed; 0 when all that was said is stored. */
  public long pending() {
    return queue.pending();
  }

  /** Finals that could not be stored since the start: not 0 means that text was lost. */
  public long refused() {
    return queue.refused();
  }

  private record Announcements(Event<StoredUtterance> stored, Event<TranscriptClosed> closed)
      implements StoreQueue.Announcer {
    private static final System.Logger LOG = System.getLogger(TranscriptRecorder.class.getName());

    @Override
    public void stored(StoredUtterance utterance) {
      reporting(() -> stored.fire(utterance), utterance.sessionId());
    }

    @Override
    public void closed(TranscriptClosed end) {
      reporting(() -> closed.fire(end), end.session().sessionId());
    }

    // A reader's mistake must not look like a failed commit.
    private static void reporting(Runnable fire, String sessionId) {
      try {
        fire.run();
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "event=observer-failed session=" + sessionId, e);
      }
    }
  }
}
