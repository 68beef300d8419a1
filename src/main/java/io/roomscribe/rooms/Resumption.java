package io.roomscribe.rooms;

import io.roomscribe.cluster.Candidate;
import io.roomscribe.cluster.Leases;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;

/**
 * Keeps the leases of this node's sessions, and goes on with sessions that nobody owns: those that
 * an earlier process of this node left unfinished, suspended or killed, and those of nodes that
 * have not renewed theirs.
 *
 * <p>What an earlier process told, but could not store, is stored before its sessions are taken:
 * under the next fence that would be refused.
 *
 * <p>Errors: while the database is away it is tried again with each renewal. A session that cannot
 * be understood any more has failed, and does not hold up the others.
 *
 * <p>Threading: {@link #begin} by the application's start; renewals on a lane of their own, beside
 * the one that takes sessions, which takes as long as reading what was kept of them does.
 */
@ApplicationScoped
class Resumption {

  private static final Logger LOG = System.getLogger(Resumption.class.getName());
  private static final int LANE_CAPACITY = 4;
  private static final int RENEWALS_A_LEASE = 3;

  /** A lease is over after its last millisecond. */
  private static final Duration PAST_THE_END = Duration.ofMillis(10);

  @Inject RunningSessions running;
  @Inject SessionStore store;
  @Inject Leases leases;
  @Inject Storing storing;
  @Inject StopRequests stops;
  @Inject Lanes lanes;
  @Inject Clock clock;

  private Lane renewals;
  private Lane takings;
  private Cancellable ticks = () -> {};
  private boolean isReplaying;
  private boolean isReplayed;
  private boolean watches;
  private final Set<String> waiting = new TreeSet<>();

  @PostConstruct
  void open() {
    renewals = lanes.blockingLane("leases", LANE_CAPACITY);
    takings = lanes.blockingLane("resumption", LANE_CAPACITY);
  }

  @PreDestroy
  void close() {
    ticks.cancel();
    renewals.close();
    takings.close();
  }

  /** Resumes all there are, and then lets the node start sessions by itself. */
  void begin() {
    renewals.offer(this::renew);
    ticks = lanes.every(renewalPeriod(), renewals, this::renew);
    takings.offer(this::takeFree);
  }

  private void renew() {
    try {
      Leases.Renewal renewal = leases.renew();
      renewal.lost().forEach(running::lost);
      takings.offer(this::takeFree);
      renewal.nextEnd().ifPresent(this::takeAtTheEnd);
    } catch (RuntimeException away) {
      LOG.log(Level.WARNING, "event=leases-not-renewed age={0}: {1}", leases.state().age(), away);
      LOG.log(Level.DEBUG, "leases", away);
    }
  }

  /** What a dead node owned is taken when its lease ends, rather than at the renewal after that. */
  private void takeAtTheEnd(Duration nextEnd) {
    if (nextEnd.compareTo(renewalPeriod()) < 0) {
      lanes.after(nextEnd.plus(PAST_THE_END), takings, this::takeFree);
    }
  }

  private Duration renewalPeriod() {
    return leases.lease().dividedBy(RENEWALS_A_LEASE);
  }

  private void takeFree() {
    if (!isReplayed) {
      replay();
      return;
    }
    try {
      List.copyOf(waiting).forEach(this::tryToResume);
      leases.free().forEach(this::take);
      if (!watches) {
        watches = true;
        running.watchRooms();
      }
    } catch (RuntimeException away) {
      LOG.log(Level.WARNING, "sessions of before wait for the database: {0}", away.toString());
      LOG.log(Level.DEBUG, "resumption", away);
    }
  }

  private void replay() {
    if (!isReplaying) {
      isReplaying = true;
      CompletionStage<Void> unused =
          storing
              .allStored()
              .whenComplete((all, unread) -> takings.offer(() -> replayed(unread == null)));
    }
  }

  private void replayed(boolean isAll) {
    isReplaying = false;
    isReplayed = isAll;
    if (isAll) {
      takeFree();
    }
  }

  /** One that runs here still, though lost, is on its way out: it is taken next time. */
  private void take(Candidate session) {
    String id = session.sessionId();
    boolean hasPlace = running.places() > waiting.size();
    if (hasPlace && running.find(id).isEmpty() && leases.take(session)) {
      LOG.log(
          Level.INFO,
          "session={0} taken fence={1} own={2}",
          id,
          session.fence() + 1,
          session.isOwn());
      tryToResume(id);
    }
  }

  /** One that has to wait, such as for what is stored of it, does not hold up the others. */
  private void tryToResume(String id) {
    boolean done = false;
    try {
      if (leases.holds(id)) {
        resume(id);
      }
      done = true;
    } catch (RuntimeException notYet) {
      waiting.add(id);
      LOG.log(Level.WARNING, "session={0} waits to be resumed: {1}", id, notYet.toString());
      LOG.log(Level.DEBUG, "resumption", notYet);
    }
    if (done) {
      waiting.remove(id);
      if (leases.holds(id) && running.find(id).isEmpty()) {
        leases.release(id);
      }
    }
  }

  /**
   * Resumes one that is this node's; any lane that may block.
   *
   * <p>Errors: whatever keeps it from being resumed now, after which it may be tried again.
   */
  private void resume(String sessionId) {
    try {
      Optional<SessionView> before = store.find(sessionId);
      before.filter(view -> !view.isOver()).ifPresent(running::resume);
      stops.lookSoon();
    } catch (UnreadableSessionException hopeless) {
      LOG.log(Level.ERROR, "session=" + sessionId + " cannot be resumed", hopeless);
      String cause = "not resumed after the server stopped: " + hopeless.getMessage();
      store.fail(sessionId, cause, clock.now());
    }
  }
}
