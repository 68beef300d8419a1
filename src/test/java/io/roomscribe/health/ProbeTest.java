package io.roomscribe.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomscribe.lanes.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

class ProbeTest {

  private final AtomicLong nowNs = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();
  private Optional<Exception> trouble = Optional.empty();

  private final Clock clock =
      new Clock() {
        @Override
        public Instant now() {
          return Instant.EPOCH.plusNanos(nowNs.get());
        }

        @Override
        public long nanoTime() {
          return nowNs.get();
        }
      };

  private final Probe probe =
      new Probe(
          "other",
          Duration.ofSeconds(10),
          clock,
          () -> {
            asked.incrementAndGet();
            if (trouble.isPresent()) {
              throw trouble.get();
            }
          });

  @Test
  void check_otherAnswers_isUp() {
    HealthCheckResponse response = probe.check();

    assertThat(response.getName()).isEqualTo("other");
    assertThat(response.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
  }

  @Test
  void check_otherFails_isDownWithTheReason() {
    trouble = Optional.of(new IllegalStateException("key refused"));

    HealthCheckResponse response = probe.check();

    assertThat(response.getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
    assertThat(response.getData().orElseThrow()).containsEntry("reason", "key refused");
  }

  @Test
  void check_againWithinTheLifetime_asksOnce() {
    probe.check();
    nowNs.addAndGet(Duration.ofSeconds(9).toNanos());
    probe.check();

    assertThat(asked).hasValue(1);
  }

  @Test
  void check_afterTheLifetime_asksAgain() {
    probe.check();
    trouble = Optional.of(new IllegalStateException("gone"));
    nowNs.addAndGet(Duration.ofSeconds(10).toNanos());

    assertThat(probe.check().getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
    assertThat(asked).hasValue(2);
  }
}
