package io.roomscribe.lanes;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * A managed executor that still runs tasks once the server makes it refuse them.
 *
 * <p>WildFly lets managed executors refuse work from the moment it is told to end, before the
 * application hears of it; but what the application has to put in safety then is work on its lanes.
 * A task that is refused gets a thread of its own instead, which both servers still hand out until
 * the application's beans are gone.
 *
 * <p>Full: when no thread is to be had either, the task is refused.
 *
 * <p>Threading: safe from any thread.
 */
final class LastingExecutor implements Executor {

  private static final Logger LOG = System.getLogger(LastingExecutor.class.getName());

  private final Executor managed;
  private final OwnThreads threads;

  LastingExecutor(Executor managed, OwnThreads threads) {
    this.managed = managed;
    this.threads = threads;
  }

  @Override
  public void execute(Runnable task) {
    try {
      managed.execute(task);
    } catch (RejectedExecutionException stopping) {
      LOG.log(Level.DEBUG, "the managed executor takes no more work: a thread does");
      Cancellable unused = threads.start("last-work", task);
    }
  }
}
