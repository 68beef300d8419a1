package io.roomscribe.lanes;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A lane on a shared executor: borrows a thread while there is something to do and owns none.
 *
 * <p>Full: {@link #offer} refuses, the caller decides what that means. Errors: a task that throws
 * is logged with the lane's name and the next one runs.
 *
 * <p>Threading: {@link #offer} and {@link #close} from any thread; tasks run one at a time, each
 * seeing what the one before wrote.
 */
final class SerialLane implements Lane {

  private static final Logger LOG = System.getLogger(SerialLane.class.getName());

  /**
   * After so many tasks the thread is given back, so that one busy lane cannot starve the others.
   */
  private static final int TASKS_PER_TURN = 32;

  private final String name;
  private final Executor executor;
  private final Queue<Runnable> tasks;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile boolean closed;

  SerialLane(String name, Executor executor, int capacity) {
    this.name = name;
    this.executor = executor;
    this.tasks = new ArrayBlockingQueue<>(capacity);
  }

  @Override
  public boolean offer(Runnable task) {
    if (closed || !tasks.offer(task)) {
      return false;
    }
    schedule();
    return true;
  }

  @Override
  public void close() {
    closed = true;
  }

  private void schedule() {
    if (!scheduled.compareAndSet(false, true)) {
      return;
    }
    try {
      executor.execute(this::turn);
    } catch (RejectedExecutionException shuttingDown) {
      scheduled.set(false);
      LOG.log(Level.DEBUG, "lane={0} the executor takes no more work", name);
    }
  }

  private void turn() {
    for (int i = 0; i < TASKS_PER_TURN; i++) {
      Runnable task = tasks.poll();
      if (task == null) {
        break;
      }
      run(task);
    }
    scheduled.set(false);
    // A task offered after the last poll found the lane still scheduled: look again.
    if (!tasks.isEmpty()) {
      schedule();
    }
  }

  private void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error failure) {
      LOG.log(Level.ERROR, "lane=" + name + " a task failed", failure);
    }
  }
}
