package io.roomscribe.rooms;

import io.roomscribe.lanes.Cancellable;
import io.roomscribe.lanes.Clock;
import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * Shows that mixer ticks get through: ticks like a session does, on a lane of the same executor.
 *
 * <p>Threading: {@link #age} from any thread.
 */
@ApplicationScoped
public class MixerHeartbeat {

  private static final Duration PERIOD = Duration.ofSeconds(1);

  @Inject Lanes lanes;
  @Inject Clock clock;

  private volatile long lastNs;
  private Lane lane;
  private Cancellable ticks = () -> {};

  @PostConstruct
  void open() {
    lastNs = clock.nanoTime();
    lane = lanes.computeLane("mixer-heartbeat", 1);
    ticks = lanes.every(PERIOD, lane, () -> lastNs = clock.nanoTime());
  }

  @PreDestroy
  void close() {
    ticks.cancel();
    lane.close();
  }

  /** Time since the last tick was worked off; about a second at most when all is well. */
  public Duration age() {
    return Duration.ofNanos(clock.nanoTime() - lastNs);
  }
}
