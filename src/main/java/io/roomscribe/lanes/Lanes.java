package io.roomscribe.lanes;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Where work runs. Threading: safe from any thread.
 *
 * <p>Ownership: who asks for a lane closes it, who schedules cancels.
 */
public interface Lanes {

  /** A lane for computing; its tasks must not block. */
  Lane computeLane(String name, int capacity);

  /** A lane whose tasks may block on the network or the database. */
  Lane blockingLane(String name, int capacity);

  /** For libraries that want an executor of their own; its threads may block. */
  Executor blockingExecutor();

  /**
   * Runs the body on a thread of its own, for work that blocks for long: a socket's reader, a child
   * process's output. The threads are bounded over the whole application, and none waits in a
   * queue.
   *
   * <p>Errors: a body that throws is logged with the name.
   *
   * @return interrupts the body, at once or as soon as it begins; does nothing once it has ended.
   *     All threads are interrupted when the application stops, so a body must end on an interrupt
   * @throws RejectedExecutionException when as many threads run as may, or the application stops
   */
  Cancellable thread(String name, Runnable body);

  /**
   * Offers the task to the lane at a fixed rate, first a period from now, each time up to a
   * twentieth of the period late; a tick that finds the lane full is left out.
   */
  Cancellable every(Duration period, Lane lane, Runnable task);

  /** Offers the task to the lane once, after the delay. */
  Cancellable after(Duration delay, Lane lane, Runnable task);
}
