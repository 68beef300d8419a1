package io.roomscribe.lanes;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Enqueues ticks on lanes, one scheduled job for each period however many lanes it serves: a
 * thousand rooms cost one timer.
 *
 * <p>Threading: safe from any thread. Ownership: {@link #close} cancels every job.
 */
final class Ticker {

  private static final Logger LOG = System.getLogger(Ticker.class.getName());

  private final ScheduledExecutorService scheduler;
  private final Map<Duration, List<Runnable>> ticksByPeriod = new ConcurrentHashMap<>();
  private final List<Future<?>> jobs = new CopyOnWriteArrayList<>();

  Ticker(ScheduledExecutorService scheduler) {
    this.scheduler = scheduler;
  }

  Cancellable every(Duration period, Runnable tick) {
    List<Runnable> ticks = ticksByPeriod.computeIfAbsent(period, this::start);
    ticks.add(tick);
    return () -> ticks.remove(tick);
  }

  /** While the application stops nothing is scheduled any more: the tick never comes then. */
  Cancellable after(Duration delay, Runnable tick) {
    try {
      Future<?> job = scheduler.schedule(tick, delay.toMillis(), TimeUnit.MILLISECONDS);
      return () -> job.cancel(false);
    } catch (RejectedExecutionException stopping) {
      return () -> {};
    }
  }

  void close() {
    jobs.forEach(job -> job.cancel(false));
  }

  private List<Runnable> start(Duration period) {
    List<Runnable> ticks = new CopyOnWriteArrayList<>();
    Runnable all = () -> ticks.forEach(Runnable::run);
    long periodMs = period.toMillis();
    try {
      jobs.add(scheduler.scheduleAtFixedRate(all, periodMs, periodMs, TimeUnit.MILLISECONDS));
    } catch (RejectedExecutionException stopping) {
      LOG.log(Level.DEBUG, "no more ticks: the application stops");
    }
    return ticks;
  }
}
