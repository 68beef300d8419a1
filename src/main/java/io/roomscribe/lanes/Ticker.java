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
 * Enqueues ticks on lanes, a few scheduled jobs for each period however many lanes they serve: a
 * thousand rooms cost {@value #PHASES} timers.
 *
 * <p>Each tick comes when it was asked for, to a twentieth of its period: a room mixes a block as
 * soon as its time has passed, and the work of many rooms is spread over the period.
 *
 * <p>Threading: safe from any thread. Ownership: {@link #close} cancels every job.
 */
final class Ticker {

  /** Into how many parts a period is divided. */
  static final int PHASES = 20;

  private static final Logger LOG = System.getLogger(Ticker.class.getName());

  /** A job: fires each period, a number of its parts after the multiples of it. */
  private record Beat(Duration period, int phase) {}

  /** What it enqueues, not before a time of the clock. */
  private record Tick(Runnable task, long fromNs) {}

  private final ScheduledExecutorService scheduler;
  private final Clock clock;
  private final Map<Beat, List<Tick>> ticksByBeat = new ConcurrentHashMap<>();
  private final List<Future<?>> jobs = new CopyOnWriteArrayList<>();

  Ticker(ScheduledExecutorService scheduler, Clock clock) {
    this.scheduler = scheduler;
    this.clock = clock;
  }

  /** The first one comes a period from now. */
  Cancellable every(Duration period, Runnable task) {
    long nowNs = clock.nanoTime();
    long partNs = period.toNanos() / PHASES;
    long parts = (Math.floorMod(nowNs, period.toNanos()) + partNs - 1) / partNs;
    int phase = parts < PHASES ? (int) parts : 0;
    List<Tick> ticks = ticksByBeat.computeIfAbsent(new Beat(period, phase), this::start);
    Tick tick = new Tick(task, nowNs + period.toNanos());
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

  private List<Tick> start(Beat beat) {
    List<Tick> ticks = new CopyOnWriteArrayList<>();
    long periodNs = beat.period().toNanos();
    long phaseNs = periodNs / PHASES * beat.phase();
    long delayNs = Math.floorMod(phaseNs - clock.nanoTime(), periodNs);
    try {
      jobs.add(
          scheduler.scheduleAtFixedRate(
              () -> fire(ticks), delayNs, periodNs, TimeUnit.NANOSECONDS));
    } catch (RejectedExecutionException stopping) {
      LOG.log(Level.DEBUG, "no more ticks: the application stops");
    }
    return ticks;
  }

  private void fire(List<Tick> ticks) {
    long nowNs = clock.nanoTime();
    for (Tick tick : ticks) {
      if (nowNs - tick.fromNs() >= 0) {
        tick.task().run();
      }
    }
  }
}
