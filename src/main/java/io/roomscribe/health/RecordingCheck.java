package io.roomscribe.health;

import io.roomscribe.recording.Recordings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * How recordings are doing, and why they have gaps. Always up: rooms are transcribed all the same.
 */
@Readiness
@ApplicationScoped
public class RecordingCheck implements HealthCheck {

  @Inject Recordings recordings;

  @Override
  public HealthCheckResponse call() {
    String trouble = recordings.trouble();
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("recording")
            .up()
            .withData("sessions", recordings.running())
            .withData("heldBytes", recordings.heldBytes());
    return trouble.isEmpty() ? response.build() : response.withData("reason", trouble).build();
  }
}
