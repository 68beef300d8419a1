package io.roomscribe.transcripts;

import io.roomscribe.cluster.Leases;
import io.roomscribe.lanes.Lanes;
import io.roomscribe.rooms.AudioGap;
import io.roomscribe.rooms.SessionChanged;
import io.roomscribe.rooms.SessionFinishing;
import io.roomscribe.rooms.SpokenUtterance;
import io.roomscribe.rooms.Storing;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Hands every final and every gap to the database and tells {@link StoredUtterance} once it is
 * committed, and {@link TranscriptClosed} after a session's last one.
 *
 * <p>Threading: observers run on the room's lanes and only enqueue; see {@link StoreQueue} for what
 * happens when the database is slow or away.
 */
@ApplicationScoped
public class TranscriptRecorder implements Storing {
  private static final System.Logger LOG = System.getLogger(TranscriptRecorder.class.getName());
  private static final int AFTER_MIGRATIONS = 500;
  private static final long CLOSE_SECONDS = 5;

  /** After the sessions (2500), which say their last until then. */
  private static final int AFTER_SESSIONS = 3_500;

  @Inject Lanes lanes;
  @Inject LineStore store;
  @Inject Leases leases;
  @Inject Event<StoredUtterance> stored;
  @Inject Event<TranscriptClosed> closed;

  @Inject TranscriptSettings settings;

  private StoreQueue queue;

  @PostConstruct
  void open() {
    queue = new StoreQueue(lanes, store, new Announcements(stored, closed), settings.bounds());
  }

  /** After the migrations: what an earlier process left on the disk is stored now. */
  void awaken(@Observes @Priority(AFTER_MIGRATIONS) Startup start) {
    // Being called has made the bean.
  }

  /** While lanes still work, which they do not at the end of the beans. */
  void close(@Observes @Priority(AFTER_SESSIONS) Shutdown shutdown) {
    try {
      queue.close().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException late) {
      LOG.log(System.Logger.Level.WARNING, "event=backlog-not-closed", late);
    }
  }

  void onSpoken(@Observes SpokenUtterance utterance) {
    // One that is refused is lost, counted, and not to be waited for.
    if (utterance.isFinal()
        && queue.offer(Entry.of(utterance, leases.fence(utterance.sessionId())))) {
      utterance.holds().hold(queue.stored());
    }
  }

  void onMissing(@Observes AudioGap gap) {
    queue.offer(Entry.of(gap, leases.fence(gap.sessionId())));
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

  /** Completes once all that was left behind or offered so far is committed. */
  @Override
  public CompletionStage<Void> allStored() {
    return queue.allStored();
  }

  /** Finals, gaps and session ends that wait to be committed; 0 when all is stored. */
  public long pending() {
    return backlog().waiting();
  }

  /** How storing is doing. */
  public StoreBacklog backlog() {
    return queue.state();
  }

  private record Announcements(Event<StoredUtterance> stored, Event<TranscriptClosed> closed)
      implements StoreQueue.Announcer {
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
