package io.roomscribe.transcription.journal;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much audio a session's journal may hold, and all of the node's together.
 *
 * <p>Threading: the node's share is safe from any thread.
 *
 * @param sessionBytes most of one session
 * @param nodeBytes most of all sessions
 * @param nodeHeld what all sessions hold now; shared
 */
record JournalBounds(long sessionBytes, long nodeBytes, AtomicLong nodeHeld) {

  /** Takes a share for so many bytes more than are held; false when either bound is reached. */
  boolean take(long held, int bytes) {
    if (held + bytes > sessionBytes) {
      return false;
    }
    if (nodeHeld.addAndGet(bytes) > nodeBytes) {
      nodeHeld.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  /** Counts what is there already, whatever the bounds say. */
  void takeAnyway(long bytes) {
    nodeHeld.addAndGet(bytes);
  }

  void release(long bytes) {
    nodeHeld.addAndGet(-bytes);
  }
}
