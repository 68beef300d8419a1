package io.roomscribe.health;

import io.roomscribe.rooms.MixerHeartbeat;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Mixer ticks get through; when they have not for a while only a restart helps. */
@Liveness
@ApplicationScoped
public class MixerCheck implements HealthCheck {

  /** Far beyond any pause of the collector; ticks come every second. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  @Inject MixerHeartbeat heartbeat;

  @Override
  public HealthCheckResponse call() {
    Duration age = heartbeat.age();
    return HealthCheckResponse.named("mixer")
        .status(age.compareTo(LONGEST) < 0)
        .withData("lastTickMsAgo", age.toMillis())
        .build();
  }
}
