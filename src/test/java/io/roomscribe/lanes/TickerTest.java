package io.roomscribe.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TickerTest {

  private static final Duration PERIOD = Duration.ofMillis(100);
  private static final Duration PART = PERIOD.dividedBy(Ticker.PHASES);

  private final ManualClock clock = new ManualClock();
  private final Scheduler scheduler = new Scheduler();
  private final Ticker ticker = new Ticker(scheduler, clock);

  @AfterEach
  void end() {
    scheduler.shutdownNow();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2_500_000, 4_999_999, 5_000_000, 61_000_003, 99_999_999})
  void every_whateverTheMoment_firstComesAPeriodLaterToATwentieth(long sinceMultipleNs) {
    clock.advance(Duration.ofNanos(sinceMultipleNs));
    List<Long> ticksNs = new ArrayList<>();
    long askedNs = clock.nanoTime();

    ticker.every(PERIOD, () -> ticksNs.add(clock.nanoTime()));
    scheduler.advance(Duration.ofMillis(350));

    assertThat(ticksNs).hasSize(3);
    for (int i = 0; i < 3; i++) {
      long lateNs = ticksNs.get(i) - askedNs - (i + 1) * PERIOD.toNanos();
      assertThat(lateNs).isBetween(0L, PART.toNanos());
    }
  }

  @Test
  void every_longAfterAJobBegan_isOnTimeToo() {
    ticker.every(PERIOD, () -> {});
    scheduler.advance(Duration.ofMillis(1_000));
    List<Long> ticksNs = new ArrayList<>();
    long askedNs = clock.nanoTime();

    ticker.every(PERIOD, () -> ticksNs.add(clock.nanoTime() - askedNs));
    scheduler.advance(PERIOD.plus(PART));

    assertThat(ticksNs).hasSize(1);
    assertThat(ticksNs.get(0)).isBetween(PERIOD.toNanos(), PERIOD.plus(PART).toNanos());
  }

  @Test
  void every_aThousandTicks_costAsManyJobsAsAPeriodHasParts() {
    for (int i = 0; i < 1_000; i++) {
      ticker.every(PERIOD, () -> {});
      clock.advance(Duration.ofMillis(7));
    }

    assertThat(scheduler.jobs).hasSize(Ticker.PHASES);
  }

  @Test
  void cancel_oneOfTwo_endsOnlyThat() {
    List<String> ticks = new ArrayList<>();
    Cancellable first = ticker.every(PERIOD, () -> ticks.add("first"));
    ticker.every(PERIOD, () -> ticks.add("second"));

    first.cancel();
    scheduler.advance(PERIOD);

    assertThat(ticks).containsExactly("second");
  }

  @Test
  void every_aPeriodThatIsNoMultipleOfItsParts_staysOnTime() {
    Duration third = Duration.ofSeconds(10).dividedBy(3);
    clock.advance(Duration.ofNanos(1_234_567_891));
    List<Long> ticksNs = new ArrayList<>();
    long askedNs = clock.nanoTime();

    ticker.every(third, () -> ticksNs.add(clock.nanoTime() - askedNs));
    scheduler.advance(third.plus(third.dividedBy(2)));

    assertThat(ticksNs).hasSize(1);
    assertThat(ticksNs.get(0)).isGreaterThanOrEqualTo(third.toNanos());
  }

  /** Jobs fire when the clock is moved by {@link #advance}; the pool's own threads do nothing. */
  private final class Scheduler extends ScheduledThreadPoolExecutor {

    private final List<Job> jobs = new ArrayList<>();

    Scheduler() {
      super(1);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(
        Runnable task, long delay, long period, TimeUnit unit) {
      jobs.add(new Job(task, clock.nanoTime() + unit.toNanos(delay), unit.toNanos(period)));
      return schedule(() -> {}, 1, TimeUnit.DAYS);
    }

    void advance(Duration by) {
      long endNs = clock.nanoTime() + by.toNanos();
      for (Job job : jobs) {
        for (; job.dueNs <= endNs; job.dueNs += job.periodNs) {
          long aheadNs = job.dueNs - clock.nanoTime();
          clock.advance(Duration.ofNanos(aheadNs));
          job.task.run();
        }
      }
      clock.advance(Duration.ofNanos(endNs - clock.nanoTime()));
    }
  }

  private static final class Job {
    private final Runnable task;
    private final long periodNs;
    private long dueNs;

    Job(Runnable task, long dueNs, long periodNs) {
      this.task = task;
      this.dueNs = dueNs;
      this.periodNs = periodNs;
    }
  }
}
