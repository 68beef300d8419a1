package io.roomscribe.lanes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lanes on real threads and real time, for tests that talk over real sockets: each lane has a
 * thread of its own. A task that throws is remembered and rethrown by {@link #close}, so that a
 * failing callback fails the test.
 *
 * <p>Threading: safe from any thread. Ownership: the test closes it.
 */
public final class ThreadLanes implements Lanes, AutoCloseable {

  private final List<ExecutorService> executors = new ArrayList<>();
  private final ExecutorService library = Executors.newCachedThreadPool(ThreadLanes::daemon);
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(ThreadLanes::daemon);
  private final OwnThreads threads = new OwnThreads(ThreadLanes::daemon, 512);
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

  @Override
  public synchronized Lane computeLane(String name, int capacity) {
    ExecutorService executor = Executors.newSingleThreadExecutor(ThreadLanes::daemon);
    executors.add(executor);
    return new ThreadLane(executor, capacity);
  }

  @Override
  public Lane blockingLane(String name, int capacity) {
    return computeLane(name, capacity);
  }

  @Override
  public Executor blockingExecutor() {
    return library;
  }

  @Override
  public Cancellable thread(String name, Runnable body) {
    return threads.start(name, () -> performed(body));
  }

  @Override
  public Cancellable every(Duration period, Lane lane, Runnable task) {
    long ns = period.toNanos();
    Future<?> timer =
        ticker.scheduleAtFixedRate(() -> lane.offer(task), ns, ns, TimeUnit.NANOSECONDS);
    return () -> timer.cancel(false);
  }

  @Override
  public Cancellable after(Duration delay, Lane lane, Runnable task) {
    Future<?> timer =
        ticker.schedule(() -> lane.offer(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> timer.cancel(false);
  }

  /** How many threads of {@link #thread} run now. */
  public int threads() {
    return threads.count();
  }

  /** Ends all threads, and fails if a task failed. */
  @Override
  public synchronized void close() {
    ticker.shutdownNow();
    threads.close();
    library.shutdownNow();
    executors.forEach(ExecutorService::shutdownNow);
    if (!failures.isEmpty()) {
      throw new AssertionError("a task on a lane failed", failures.peek());
    }
  }

  private void performed(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error failure) {
      failures.add(failure);
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "test-lane");
    thread.setDaemon(true);
    return thread;
  }

  private final class ThreadLane implements Lane {
    private final ExecutorService executor;
    private final Semaphore room;

    ThreadLane(ExecutorService executor, int capacity) {
      this.executor = executor;
      this.room = new Semaphore(capacity);
    }

    @Override
    public boolean offer(Runnable task) {
      if (!room.tryAcquire()) {
        return false;
      }
      try {
        executor.execute(() -> perform(task));
        return true;
      } catch (RejectedExecutionException closed) {
        room.release();
        return false;
      }
    }

    private void perform(Runnable task) {
      room.release();
      performed(task);
    }

    @Override
    public void close() {
      executor.shutdown();
    }
  }
}
