package io.roomscribe.payara;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A thread pool of Payara's without threads: whoever hands over a task runs it.
 *
 * <p>For a listener whose requests never wait. There the thread that reads a message hands it to
 * this pool, and so goes on to the application by itself, where waking another thread would cost
 * more than the message. What waits here keeps all connections of the listener waiting.
 *
 * <p>Payara makes one by its name, so it has a public constructor without arguments.
 *
 * <p>Errors: a task that throws is logged, as it would end no thread of a pool either. Full: never;
 * after {@link #shutdown} tasks are refused.
 *
 * <p>Threading: safe.
 */
public final class CallerRunsPool extends AbstractExecutorService {

  private static final Logger LOG = System.getLogger(CallerRunsPool.class.getName());

  private volatile boolean shutdown;

  /** One for a listener. */
  public CallerRunsPool() {}

  @Override
  public void execute(Runnable task) {
    if (shutdown) {
      throw new RejectedExecutionException("the listener stops");
    }
    try {
      task.run();
    } catch (RuntimeException | Error failure) {
      LOG.log(Level.ERROR, "a task of a listener failed", failure);
    }
  }

  @Override
  public void shutdown() {
    shutdown = true;
  }

  @Override
  public List<Runnable> shutdownNow() {
    shutdown = true;
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return shutdown;
  }

  @Override
  public boolean isTerminated() {
    return shutdown;
  }

  /** Tells at once: what still runs does so in its caller. */
  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return shutdown;
  }
}
