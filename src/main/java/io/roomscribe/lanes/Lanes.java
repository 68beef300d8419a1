package io.roomscribe.lanes;

import java.time.Duration;
import java.util.concurrent.Executor;

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

  /** Offers the task to the lane at a fixed rate; a tick that finds the lane full is left out. */
  Cancellable every(Duration period, Lane lane, Runnable task);

  /** Offers the task to the lane once, after the delay. */
  Cancellable after(Duration delay, Lane lane, Runnable task);
}
