package io.roomscribe.lanes;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * Lanes driven by hand: tasks wait until {@link #run}, timers until {@link #advance}.
 *
 * <p>Order: tasks of all lanes run in the order in which they were offered, on the calling thread;
 * the capacity of each lane holds as in production. Threading: one test thread.
 */
public final class ManualLanes implements Lanes {

  private final ManualClock clock;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private final List<Timer> timers = new ArrayList<>();

  /** Lanes whose timers follow the given clock, which {@link #advance} moves. */
  public ManualLanes(ManualClock clock) {
    this.clock = clock;
  }

  /** Runs what has been offered, and what that offers, until nothing is left. */
  public void run() {
    for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
      task.run();
    }
  }

  /** Lets time pass: timers fire in order at their time, each followed by a {@link #run}. */
  public void advance(Duration by) {
    run();
    long end = clock.nanoTime() + by.toNanos();
    for (Timer next = nextTimer(end); next != null; next = nextTimer(end)) {
      clock.advance(Duration.ofNanos(Math.max(0, next.dueNs - clock.nanoTime())));
      next.fire();
      run();
    }
    clock.advance(Duration.ofNanos(end - clock.nanoTime()));
  }

  /** How many timers are set. */
  public int timers() {
    return timers.size();
  }

  @Override
  public Lane computeLane(String name, int capacity) {
    return new ManualLane(capacity);
  }

  @Override
  public Lane blockingLane(String name, int capacity) {
    return new ManualLane(capacity);
  }

  @Override
  public Executor blockingExecutor() {
    return waiting::add;
  }

  /** The body runs to its end, in its turn like any task, unless it was cancelled before. */
  @Override
  public Cancellable thread(String name, Runnable body) {
    waiting.add(body);
    return () -> waiting.remove(body);
  }

  @Override
  public Cancellable every(Duration period, Lane lane, Runnable task) {
    return start(new Timer(lane, task, clock.nanoTime() + period.toNanos(), period.toNanos()));
  }

  @Override
  public Cancellable after(Duration delay, Lane lane, Runnable task) {
    return start(new Timer(lane, task, clock.nanoTime() + delay.toNanos(), 0));
  }

  private Cancellable start(Timer timer) {
    timers.add(timer);
    return () -> timers.remove(timer);
  }

  private Timer nextTimer(long endNs) {
    return timers.stream()
        .filter(timer -> timer.dueNs <= endNs)
        .min(Comparator.comparingLong(timer -> timer.dueNs))
        .orElse(null);
  }

  private final class Timer {
    private final Lane lane;
    private final Runnable task;
    private final long periodNs;
    private long dueNs;

    Timer(Lane lane, Runnable task, long dueNs, long periodNs) {
      this.lane = lane;
      this.task = task;
      this.dueNs = dueNs;
      this.periodNs = periodNs;
    }

    void fire() {
      if (periodNs == 0) {
        timers.remove(this);
      } else {
        dueNs += periodNs;
      }
      lane.offer(task);
    }
  }

  private final class ManualLane implements Lane {
    private final int capacity;
    private int queued;
    private boolean closed;

    ManualLane(int capacity) {
      this.capacity = capacity;
    }

    @Override
    public boolean offer(Runnable task) {
      if (closed || queued == capacity) {
        return false;
      }
      queued++;
      return waiting.add(
          () -> {
            queued--;
            task.run();
          });
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
