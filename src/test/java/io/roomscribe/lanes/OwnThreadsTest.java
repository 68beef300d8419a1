package io.roomscribe.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OwnThreadsTest {

  private final OwnThreads threads = new OwnThreads(Thread::new, 1);
  private final CountDownLatch interrupted = new CountDownLatch(1);

  @AfterEach
  void stopThreads() {
    threads.close();
  }

  @Test
  void start_moreThanMay_refusesUntilOneEnds() {
    Cancellable first = threads.start("first", this::untilInterrupted);

    assertThatThrownBy(() -> threads.start("second", () -> {}))
        .isInstanceOf(RejectedExecutionException.class);

    first.cancel();
    await().untilAsserted(() -> threads.start("third", this::untilInterrupted));
  }

  @Test
  void close_withOneRunning_interruptsItAndStartsNoMore() throws InterruptedException {
    threads.start("running", this::untilInterrupted);

    threads.close();

    assertThat(interrupted.await(90, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(() -> threads.start("late", () -> {}))
        .isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void start_bodyThrows_freesItsPlace() {
    threads.start(
        "broken",
        () -> {
          throw new IllegalStateException("planted");
        });

    await().untilAsserted(() -> threads.start("next", this::untilInterrupted));
  }

  @Test
  void start_factoryMakesNone_refusesAndKeepsThePlaceFree() {
    OwnThreads none = new OwnThreads(body -> null, 1);

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> none.start("never", () -> {}))
          .hasMessageContaining("makes no thread");
    }
  }

  private void untilInterrupted() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException expected) {
      interrupted.countDown();
    }
  }
}
