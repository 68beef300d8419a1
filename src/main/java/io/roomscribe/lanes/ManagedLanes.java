package io.roomscribe.lanes;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Lanes on the container's managed executors: one for computing (mixing, attribution, stream
 * state), one for what blocks (LiveKit's API, the database), and the ticker that enqueues but never
 * computes.
 */
@ManagedExecutorDefinition(name = ManagedLanes.COMPUTE, maxAsync = 4)
@ManagedExecutorDefinition(name = ManagedLanes.BLOCKING, maxAsync = 64)
@ManagedScheduledExecutorDefinition(name = ManagedLanes.TICKER, maxAsync = 2)
@ApplicationScoped
class ManagedLanes implements Lanes {

  static final String COMPUTE = "java:app/concurrent/roomscribe-compute";
  static final String BLOCKING = "java:app/concurrent/roomscribe-blocking";
  static final String TICKER = "java:app/concurrent/roomscribe-ticker";

  private static final Logger LOG = System.getLogger(ManagedLanes.class.getName());

  @Resource(lookup = COMPUTE)
  ManagedExecutorService compute;

  @Resource(lookup = BLOCKING)
  ManagedExecutorService blocking;

  @Resource(lookup = TICKER)
  ManagedScheduledExecutorService scheduler;

  private Ticker ticker;

  @PostConstruct
  void open() {
    ticker = new Ticker(scheduler);
  }

  @PreDestroy
  void close() {
    ticker.close();
  }

  @Override
  public Lane computeLane(String name, int capacity) {
    return new SerialLane(name, compute, capacity);
  }

  @Override
  public Lane blockingLane(String name, int capacity) {
    return new SerialLane(name, blocking, capacity);
  }

  @Override
  public Executor blockingExecutor() {
    return blocking;
  }

  @Override
  public Cancellable every(Duration period, Lane lane, Runnable task) {
    return ticker.every(period, () -> lane.offer(task));
  }

  @Override
  public Cancellable after(Duration delay, Lane lane, Runnable task) {
    return ticker.after(delay, () -> offerLate(lane, task));
  }

  private static void offerLate(Lane lane, Runnable task) {
    if (!lane.offer(task)) {
      LOG.log(Level.DEBUG, "a delayed task found its lane full or closed");
    }
  }
}
