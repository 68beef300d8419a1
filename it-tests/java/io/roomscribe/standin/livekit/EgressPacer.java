package io.roomscribe.standin.livekit;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * The one thread that drives every egress, at least every 10 ms.
 *
 * <p>Threading: {@link #add} and {@link #call} may be used by any thread; everything handed over
 * runs on the pacing thread.
 */
final class EgressPacer implements AutoCloseable {

  private static final Logger LOG = System.getLogger(EgressPacer.class.getName());
  private static final long TICK_NANOS = 5_000_000;
  private static final long CLOSE_MS = 2_000;

  private final List<Egress> running = new CopyOnWriteArrayList<>();
  private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
  private final Thread thread = new Thread(this::run, "livekit-standin-egress");
  private volatile boolean closed;

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  void add(Egress egress) {
    running.add(egress);
  }

  /** Runs something between two ticks. */
  <T> CompletableFuture<T> call(Supplier<T> command) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    commands.add(
        () -> {
          try {
            answer.complete(command.get());
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    LockSupport.unpark(thread);
    return answer;
  }

  private void run() {
    long nextNanos = System.nanoTime();
    while (!closed) {
      for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
        command.run();
      }
      long nowNanos = System.nanoTime();
      running.forEach(egress -> tick(egress, nowNanos));
      running.removeIf(Egress::isOver);
      nextNanos = Math.max(nextNanos + TICK_NANOS, nowNanos);
      LockSupport.parkNanos(nextNanos - System.nanoTime());
    }
    running.forEach(Egress::kill);
  }

  private static void tick(Egress egress, long nowNanos) {
    try {
      egress.tick(nowNanos);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "egress=" + egress.report().info().getEgressId() + " broke", e);
      egress.kill();
    }
  }

  /** Kills what is running, and waits for that. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(CLOSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
