package io.roomscribe.rooms;

import io.roomscribe.lanes.BackOff;
import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Stores the views of sessions: at once where that works, else the latest one of each session as
 * soon as it does. So an outage of the database costs no session its end.
 *
 * <p>Bounded by the sessions that ran when the outage began: none can be made during one. A kill in
 * an outage loses what waits; the next start then finds these sessions as they were stored last.
 *
 * <p>Threading: safe from any thread; {@link #keep} blocks on the store, once. Of a session no two
 * views are written at a time, and none after a later one.
 */
final class ViewKeeper {

  private static final Logger LOG = System.getLogger(ViewKeeper.class.getName());

  private final Lanes lanes;
  private final Lane lane;
  private final Consumer<SessionView> store;
  private final Map<String, SessionView> waiting = new ConcurrentHashMap<>();
  private final AtomicBoolean retrying = new AtomicBoolean();
  private final BackOff backOff = new BackOff(Duration.ofMillis(500), Duration.ofSeconds(15));

  /**
   * Nothing waits yet.
   *
   * @param store writes a view, or throws
   */
  ViewKeeper(Lanes lanes, Consumer<SessionView> store) {
    this.lanes = lanes;
    this.lane = lanes.blockingLane("session-views", 16);
    this.store = store;
  }

  /** Stores the view, now or later. */
  void keep(SessionView view) {
    // One that waits may be being written at this moment: whoever does that writes this one next.
    if (waiting.replace(view.id(), view) != null) {
      return;
    }
    try {
      store.accept(view);
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, "session={0} its state waits to be stored", view.id());
      LOG.log(Level.DEBUG, "session store", failure);
      waiting.put(view.id(), view);
      retryLater();
    }
  }

  /** The session's latest view when that is not stored yet. */
  Optional<SessionView> waiting(String sessionId) {
    return Optional.ofNullable(waiting.get(sessionId));
  }

  private void retryLater() {
    if (retrying.compareAndSet(false, true)) {
      lanes.after(backOff.next(), lane, this::retry);
    }
  }

  private void retry() {
    retrying.set(false);
    try {
      waiting.values().forEach(this::retry);
      backOff.reset();
    } catch (RuntimeException failure) {
      LOG.log(Level.DEBUG, "session store", failure);
    }
    if (!waiting.isEmpty()) {
      retryLater();
    }
  }

  private void retry(SessionView view) {
    store.accept(view);
    waiting.remove(view.id(), view); // not if a later one has come meanwhile
  }
}
