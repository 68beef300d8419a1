package io.roomscribe.health;

import io.roomscribe.transcription.journal.Journals;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Audio that waits for speech-to-text can be written to disk. DOWN means that sessions go on with
 * what fits into memory, and that new ones are better started elsewhere.
 */
@Readiness
@ApplicationScoped
public class JournalCheck implements HealthCheck {

  @Inject Journals journals;

  @Override
  public HealthCheckResponse call() {
    String trouble = journals.trouble();
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("journal")
            .status(trouble.isEmpty())
            .withData("heldBytes", journals.heldBytes());
    return trouble.isEmpty() ? response.build() : response.withData("reason", trouble).build();
  }
}
