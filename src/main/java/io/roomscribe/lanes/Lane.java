package io.roomscribe.lanes;

/**
 * Runs tasks one at a time and in order, on threads borrowed from a managed executor.
 *
 * <p>What one task wrote the next one sees: state touched only from one lane needs no lock.
 */
public interface Lane {

  /**
   * Hands over a task; never blocks.
   *
   * @return false when the lane's queue is full or closed: the task will not run
   */
  boolean offer(Runnable task);

  /** Takes no more tasks; those already in the queue still run. */
  void close();
}
