package io.roomscribe.health;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** The settings are valid: without that the application, and this check with it, does not start. */
@Startup
@ApplicationScoped
public class SettingsStarted implements HealthCheck {

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.up("settings");
  }
}
