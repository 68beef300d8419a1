package io.roomscribe.rooms;

import io.roomscribe.lanes.Cancellable;
import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import io.roomscribe.lanes.ManualLanes;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Manual lanes whose compute lanes run each task at once: control lanes wait for the room lane,
 * which one test thread could not do otherwise.
 */
final class InlineLanes implements Lanes {

  private final ManualLanes manual;

  InlineLanes(ManualLanes manual) {
    this.manual = manual;
  }

  @Override
  public Lane computeLane(String name, int capacity) {
    return new Lane() {
      private boolean closed;

      @Override
      public boolean offer(Runnable task) {
        if (!closed) {
          task.run();
        }
        return !closed;
      }

      @Override
      public void close() {
        closed = true;
      }
    };
  }

  @Override
  public Lane blockingLane(String name, int capacity) {
    return manual.blockingLane(name, capacity);
  }

  @Override
  public Executor blockingExecutor() {
    return manual.blockingExecutor();
  }

  @Override
  public Cancellable thread(String name, Runnable body) {
    return manual.thread(name, body);
  }

  @Override
  public Cancellable every(Duration period, Lane lane, Runnable task) {
    return manual.every(period, lane, task);
  }

  @Override
  public Cancellable after(Duration delay, Lane lane, Runnable task) {
    return manual.after(delay, lane, task);
  }
}
