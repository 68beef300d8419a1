package io.roomscribe.captions;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way to one viewer.
 *
 * <p>Full: partials give way first, the oldest before the others; a partial that finds only finals
 * before it is dropped. Finals are refused when nothing gives way: the feed then reads them from
 * the database later, so none is lost. The newer partial of an utterance takes the older one's
 * place, and its final takes the place of both.
 *
 * <p>Threading: safe from any thread; the lock is never held across I/O.
 */
final class Outbox {
  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Deque<CaptionEvent> events = new ArrayDeque<>();

  Outbox(int capacity) {
    this.capacity = capacity;
  }

  /** Takes the event in; false when it was refused. The end and states are never refused. */
  boolean offer(CaptionEvent event) {
    lock.lock();
    try {
      if (!event.subject().isEmpty()) {
        events.removeIf(
            e -> e.kind() == CaptionEvent.Kind.PARTIAL && e.subject().equals(event.subject()));
      }
      boolean must =
          event.kind() == CaptionEvent.Kind.END || event.kind() == CaptionEvent.Kind.STATE;
      if (!must && events.size() >= capacity && !dropOldestPartial()) {
        return false;
      }
      events.add(event);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The next event; null when there is none. */
  @Nullable CaptionEvent poll() {
    lock.lock();
    try {
      return events.poll();
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return events.size();
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private boolean dropOldestPartial() {
    for (CaptionEvent event : events) {
      if (event.kind() == CaptionEvent.Kind.PARTIAL) {
        return events.removeFirstOccurrence(event);
      }
    }
    return false;
  }
}
