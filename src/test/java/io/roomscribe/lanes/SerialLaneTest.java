package io.roomscribe.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SerialLaneTest {

  private final ExecutorService threads = Executors.newFixedThreadPool(4);

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  @Test
  void offer_fromManyThreads_runsEachTaskOnceAndNeverTwoAtOnce() throws InterruptedException {
    Lane lane = new SerialLane("test", threads, 100_000);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger overlaps = new AtomicInteger();
    int[] ran = {0};
    CountDownLatch done = new CountDownLatch(40_000);
    Runnable task =
        () -> {
          if (inside.incrementAndGet() > 1) {
            overlaps.incrementAndGet();
          }
          ran[0]++;
          inside.decrementAndGet();
          done.countDown();
        };
    ExecutorService producers = Executors.newFixedThreadPool(4);
    for (int p = 0; p < 4; p++) {
      producers.execute(
          () -> {
            for (int i = 0; i < 10_000; i++) {
              lane.offer(task);
            }
          });
    }
    assertThat(done.await(90, TimeUnit.SECONDS)).isTrue();
    producers.shutdownNow();
    assertThat(overlaps).hasValue(0);
    assertThat(ran[0]).isEqualTo(40_000);
  }

  @Test
  void offer_whenFull_refusesAndKeepsOrderOfTheAccepted() throws InterruptedException {
    List<Runnable> borrowed = new ArrayList<>();
    Lane lane = new SerialLane("test", borrowed::add, 2);
    List<Integer> order = new ArrayList<>();

    assertThat(lane.offer(() -> order.add(1))).isTrue();
    assertThat(lane.offer(() -> order.add(2))).isTrue();
    assertThat(lane.offer(() -> order.add(3))).isFalse();
    borrowed.get(0).run();

    assertThat(order).containsExactly(1, 2);
  }

  @Test
  void run_taskThrows_nextTaskStillRuns() {
    List<String> ran = new ArrayList<>();
    List<Runnable> borrowed = new ArrayList<>();
    Lane lane = new SerialLane("test", borrowed::add, 4);
    lane.offer(
        () -> {
          throw new IllegalStateException("planted");
        });
    lane.offer(() -> ran.add("second"));

    borrowed.get(0).run();

    assertThat(ran).containsExactly("second");
  }

  @Test
  void close_keepsAcceptedTasksAndRefusesNewOnes() {
    List<String> ran = new ArrayList<>();
    List<Runnable> borrowed = new ArrayList<>();
    Lane lane = new SerialLane("test", borrowed::add, 4);
    lane.offer(() -> ran.add("before"));
    lane.close();

    assertThat(lane.offer(() -> ran.add("after"))).isFalse();
    borrowed.get(0).run();

    assertThat(ran).containsExactly("before");
  }
}
