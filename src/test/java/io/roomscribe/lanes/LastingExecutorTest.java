package io.roomscribe.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LastingExecutorTest {

  private static final Executor REFUSING =
      task -> {
        throw new RejectedExecutionException("the server ends");
      };

  private final OwnThreads threads = new OwnThreads(Thread::new, 4);
  private final Executor lasting = new LastingExecutor(REFUSING, threads);

  @AfterEach
  void stopThreads() {
    threads.close();
  }

  @Test
  void lane_executorRefuses_runsItsTasksInOrderAllTheSame() throws InterruptedException {
    Lane lane = new SerialLane("last", lasting, 100);
    List<Integer> order = new CopyOnWriteArrayList<>();
    CountDownLatch done = new CountDownLatch(50);
    for (int i = 0; i < 50; i++) {
      int number = i;
      lane.offer(
          () -> {
            order.add(number);
            done.countDown();
          });
    }

    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(order).isSorted().hasSize(50);
  }

  @Test
  void execute_afterTheThreadsWereClosed_refusesAndLeavesNoThread() {
    threads.close();

    assertThatThrownBy(() -> lasting.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
    await().untilAsserted(() -> assertThat(threads.count()).isZero());
  }
}
