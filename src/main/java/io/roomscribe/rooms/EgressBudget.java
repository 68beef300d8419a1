package io.roomscribe.rooms;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.roomscribe.lanes.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The egresses that this node's sessions may run at a time, and whose they are.
 *
 * <p>Each session says what it needs and is allotted its share ({@link EgressShares}); each start
 * takes a place, which is given back when the egress is over. A share is what to plan with, a place
 * is what may be started now: other sessions may still use what has become this one's share.
 *
 * <p>Threading: safe from any thread; listeners are called outside the lock, on the thread that
 * gave a place back, and only hand over.
 */
public final class EgressBudget {

  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final EgressLedger ledger;

  /** A budget of so many egresses. */
  EgressBudget(int max, Clock clock) {
    this.clock = clock;
    this.ledger = new EgressLedger(max);
  }

  /**
   * How the budget is used.
   *
   * @param max as configured
   * @param effective as LiveKit allows at the moment
   * @param inUse egresses that run or are being started
   * @param roomsWaiting sessions that were refused a place
   * @param modes how many sessions capture which way
   */
  public record Usage(
      int max, int effective, int inUse, int roomsWaiting, Map<String, Integer> modes) {}

  /** A session comes; it is served after those that are there. */
  void join(String sessionId, Runnable placeFree) {
    lock.lock();
    try {
      ledger.join(sessionId, placeFree);
    } finally {
      lock.unlock();
    }
  }

  /** A session goes, with all that it had. */
  void leave(String sessionId) {
    List<Runnable> waiting;
    lock.lock();
    try {
      ledger.leave(sessionId);
      waiting = ledger.waiting();
    } finally {
      lock.unlock();
    }
    waiting.forEach(Runnable::run);
  }

  /** What the session needs from now on; returns its share. */
  int allot(String sessionId, EgressNeed need) {
    lock.lock();
    try {
      return ledger.allot(sessionId, need, clock.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  /** For the record: how the session captures. */
  void captures(String sessionId, String mode) {
    lock.lock();
    try {
      ledger.captures(sessionId, mode);
    } finally {
      lock.unlock();
    }
  }

  /**
   * A place for one more egress.
   *
   * @param beyondShare for an egress that will replace others soon
   * @return whether there is one; if not, the session is told when one becomes free
   */
  boolean take(String sessionId, boolean beyondShare) {
    lock.lock();
    try {
      return ledger.take(sessionId, beyondShare, clock.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is a place that nobody uses. */
  boolean hasPlace() {
    lock.lock();
    try {
      return ledger.hasPlace(clock.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Whether so many more egresses, which nobody needs, are likely to start: each of those that
   * start before one is refused may be billed. A refusal by LiveKit counts longer for them.
   */
  boolean isWorthTrying(int more) {
    lock.lock();
    try {
      return ledger.isWorthTrying(more, clock.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  /** An egress is over, or came to nothing. */
  void giveBack(String sessionId) {
    List<Runnable> waiting;
    lock.lock();
    try {
      ledger.giveBack(sessionId);
      waiting = ledger.waiting();
    } finally {
      lock.unlock();
    }
    waiting.forEach(Runnable::run);
  }

  /** LiveKit has no room for one more than what runs now: so much is all, for a while. */
  void refused() {
    lock.lock();
    try {
      ledger.refused(clock.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  /** LiveKit started one. */
  void served() {
    lock.lock();
    try {
      ledger.served();
    } finally {
      lock.unlock();
    }
  }

  /** How the budget is used. */
  public Usage usage() {
    lock.lock();
    try {
      return ledger.usage(clock.nanoTime());
    } finally {
      lock.unlock();
    }
  }
}
