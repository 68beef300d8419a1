package io.roomscribe.health;

import io.roomscribe.transcripts.StoreBacklog;
import io.roomscribe.transcripts.TranscriptRecorder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * What is said is kept on the disk until it is in the database, and how much of it waits.
 *
 * <p>Up while that is so, however much waits: whether the database is there is {@link
 * DatabaseCheck}'s to say.
 */
@Readiness
@ApplicationScoped
public class StoringCheck implements HealthCheck {

  @Inject TranscriptRecorder recorder;

  @Override
  public HealthCheckResponse call() {
    StoreBacklog backlog = recorder.backlog();
    return HealthCheckResponse.named("storing")
        .status(backlog.isDurable())
        .withData("waiting", backlog.waiting())
        .withData("diskBytes", backlog.diskBytes())
        .withData("setAside", backlog.setAside())
        .withData("lost", backlog.lost())
        .build();
  }
}
