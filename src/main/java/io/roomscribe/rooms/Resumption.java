package io.roomscribe.rooms;

import io.roomscribe.lanes.BackOff;
import io.roomscribe.lanes.Cancellable;
import io.roomscribe.lanes.Clock;
import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Resumes the sessions that an earlier process of this node left unfinished, suspended or killed.
 *
 * <p>Errors: while the database is away it is tried again, until it is there. A session that cannot
 * be understood any more has failed, and does not hold up the others.
 *
 * <p>Threading: {@link #begin} by the application's start; the rest on a lane of its own.
 */
@ApplicationScoped
class Resumption {

  private static final Logger LOG = System.getLogger(Resumption.class.getName());
  private static final int LANE_CAPACITY = 4;

  @Inject RunningSessions running;
  @Inject SessionStore store;
  @Inject Lanes lanes;
  @Inject Clock clock;

  private final BackOff backOff = new BackOff(Duration.ofMillis(500), Duration.ofSeconds(15));
  private Lane lane;
  private Cancellable again = () -> {};

  @PostConstruct
  void open() {
    lane = lanes.blockingLane("resumption", LANE_CAPACITY);
  }

  @PreDestroy
  void close() {
    again.cancel();
    lane.close();
  }

  /** Resumes all there are, and then lets the node start sessions by itself. */
  void begin() {
    lane.offer(this::resumeAll);
  }

  private void resumeAll() {
    try {
      resumeEach(store.unfinished());
    } catch (RuntimeException away) {
      LOG.log(Level.WARNING, "sessions of before wait for the database: {0}", away.toString());
      LOG.log(Level.DEBUG, "resumption", away);
      again = lanes.after(backOff.next(), lane, this::resumeAll);
    }
  }

  private void resumeEach(List<String> ids) {
    List<String> waiting = ids.stream().filter(id -> !isDone(id)).toList();
    if (!waiting.isEmpty()) {
      again = lanes.after(backOff.next(), lane, () -> resumeEach(waiting));
    } else {
      running.watchRooms();
    }
  }

  /** One that has to wait, such as for what is stored of it, does not hold up the others. */
  private boolean isDone(String id) {
    try {
      resume(id);
      return true;
    } catch (RuntimeException notYet) {
      LOG.log(Level.WARNING, "session={0} waits to be resumed: {1}", id, notYet.toString());
      LOG.log(Level.DEBUG, "resumption", notYet);
      return false;
    }
  }

  /**
   * Resumes one; any lane that may block.
   *
   * <p>Errors: whatever keeps it from being resumed now, after which it may be tried again.
   */
  void resume(String sessionId) {
    try {
      Optional<SessionView> before = store.find(sessionId);
      before.filter(view -> !view.isOver()).ifPresent(running::resume);
    } catch (UnreadableSessionException hopeless) {
      LOG.log(Level.ERROR, "session=" + sessionId + " cannot be resumed", hopeless);
      String cause = "not resumed after the server stopped: " + hopeless.getMessage();
      store.fail(sessionId, cause, clock.now());
    }
  }
}
