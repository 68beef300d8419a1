package io.roomscribe.health;

import io.roomscribe.lanes.Clock;
import io.roomscribe.rooms.RoomGateway;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** LiveKit's API answers and takes our key. */
@Readiness
@ApplicationScoped
public class LiveKitCheck implements HealthCheck {

  @Inject RoomGateway gateway;
  @Inject Clock clock;

  private Probe probe;

  @PostConstruct
  void open() {
    probe = new Probe("livekit", Duration.ofSeconds(10), clock, gateway::probe);
  }

  @Override
  public HealthCheckResponse call() {
    return probe.check();
  }
}
