package io.roomscribe.lanes;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.concurrent.ManagedThreadFactoryDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Lanes on the container's managed executors: one for computing (mixing, attribution, stream
 * state), one for what blocks (LiveKit's API, the database), the ticker that enqueues but never
 * computes, and the factory of threads for what blocks for long.
 *
 * <p>Until the beans are gone lanes go on working, on threads of their own once the executors
 * refuse ({@link LastingExecutor}); the ticker does not. Afterwards no thread is left.
 */
@ManagedExecutorDefinition(name = ManagedLanes.COMPUTE, maxAsync = 4)
@ManagedExecutorDefinition(name = ManagedLanes.BLOCKING, maxAsync = 64)
@ManagedScheduledExecutorDefinition(name = ManagedLanes.TICKER, maxAsync = 2)
@ManagedThreadFactoryDefinition(name = ManagedLanes.THREADS)
@ApplicationScoped
class ManagedLanes implements Lanes {

  static final String COMPUTE = "java:app/concurrent/roomscribe-compute";
  static final String BLOCKING = "java:app/concurrent/roomscribe-blocking";
  static final String TICKER = "java:app/concurrent/roomscribe-ticker";

  static final String THREADS = "java:app/concurrent/roomscribe-threads";

  /**
   * A whole-room capture holds about four: its connection and the pipes of its decoder. A node has
   * memory for so many stacks, and no operator runs more rooms by RTMP on one.
   */
  private static final int MOST_THREADS = 512;

  private static final Logger LOG = System.getLogger(ManagedLanes.class.getName());

  @Resource(lookup = COMPUTE)
  ManagedExecutorService compute;

  @Resource(lookup = BLOCKING)
  ManagedExecutorService blocking;

  @Resource(lookup = TICKER)
  ManagedScheduledExecutorService scheduler;

  @Resource(lookup = THREADS)
  ManagedThreadFactory factory;

  @Inject Clock clock;

  private Ticker ticker;
  private OwnThreads threads;
  private Executor computing;
  private Executor mayBlock;

  @PostConstruct
  void open() {
    ticker = new Ticker(scheduler, clock);
    threads = new OwnThreads(factory, MOST_THREADS);
    computing = new LastingExecutor(compute, threads);
    mayBlock = new LastingExecutor(blocking, threads);
  }

  @PreDestroy
  void close() {
    ticker.close();
    threads.close();
  }

  @Override
  public Lane computeLane(String name, int capacity) {
    return new SerialLane(name, computing, capacity);
  }

  @Override
  public Lane blockingLane(String name, int capacity) {
    return new SerialLane(name, mayBlock, capacity);
  }

  @Override
  public Executor blockingExecutor() {
    return mayBlock;
  }

  @Override
  public Cancellable thread(String name, Runnable body) {
    return threads.start(name, body);
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
