package io.roomscribe.standin.gladia;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The one thread that owns the state of all sessions of a stand-in. */
final class Lane implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Lane.class.getName());

  private final ScheduledThreadPoolExecutor executor;

  Lane() {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "gladia-stand-in");
              thread.setDaemon(true);
              return thread;
            });
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setRemoveOnCancelPolicy(true);
  }

  /** Runs a task soon; after closing it is dropped. */
  void run(Runnable task) {
    after(Duration.ZERO, task);
  }

  /** Runs a task later; after closing it is dropped. */
  void after(Duration delay, Runnable task) {
    if (!executor.isShutdown()) {
      executor.schedule(reported(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** Runs a task again and again until cancelled. */
  ScheduledFuture<?> every(Duration period, Runnable task) {
    return executor.scheduleWithFixedDelay(
        reported(task), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Runs a question and waits for its answer; not to be called on the lane. */
  <T> T ask(Callable<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    run(
        () -> {
          try {
            answer.complete(question.call());
          } catch (Exception e) {
            answer.completeExceptionally(e);
          }
        });
    return answer.orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private static Runnable reported(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "event=task_failed", e);
      }
    };
  }
}
