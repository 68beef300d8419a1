package io.roomscribe.health;

import io.roomscribe.lanes.Clock;
import io.roomscribe.transcription.TranscriptionProvider;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The speech-to-text service answers and takes our key. */
@Readiness
@ApplicationScoped
public class SpeechToTextCheck implements HealthCheck {

  @Inject TranscriptionProvider provider;
  @Inject Clock clock;

  private Probe probe;

  @PostConstruct
  void open() {
    probe = new Probe(provider.name(), Duration.ofSeconds(20), clock, provider::probe);
  }

  @Override
  public HealthCheckResponse call() {
    return probe.check();
  }
}
