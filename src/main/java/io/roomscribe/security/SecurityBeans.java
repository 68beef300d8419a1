package io.roomscribe.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;

/** Builds this package's plain classes from the settings. */
@ApplicationScoped
class SecurityBeans {

  private static final Logger LOG = System.getLogger(SecurityBeans.class.getName());

  @Inject SecuritySettings settings;

  @Produces
  @Singleton
  CaptureTokens captureTokens() {
    return new CaptureTokens(settings.captureTokenLifetime());
  }

  @Produces
  @Singleton
  Credentials credentials() {
    return new Credentials(
        settings.apiKeys(), settings.liveKitTokens(Clock.systemUTC()), settings.demo());
  }

  void warnOfDemo(@Observes @Initialized(ApplicationScoped.class) Object start) {
    if (settings.demo()) {
      LOG.log(
          Level.WARNING,
          "event=demo_mode: roomscribe.demo=true, EVERYBODY WHO REACHES THIS SERVER MAY START,"
              + " STOP AND READ EVERY TRANSCRIPTION WITHOUT A CREDENTIAL");
    }
  }
}
