package io.roomscribe.health;

import io.roomscribe.ingest.rtmp.RtmpFigures;
import io.roomscribe.ingest.rtmp.RtmpIngest;
import io.roomscribe.rooms.RtmpReceiver;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Whether RTMP can be received, and what came so far. What stands in its way makes the node unready
 * only where every session needs RTMP; elsewhere there are other captures.
 */
@Readiness
@ApplicationScoped
public class RtmpCheck implements HealthCheck {

  @Inject RtmpIngest ingest;

  @Inject
  @ConfigProperty(name = "roomscribe.rooms.capture")
  Optional<String> capture;

  @Override
  public HealthCheckResponse call() {
    String obstacle = ingest.obstacle();
    boolean isNeeded = capture.filter(RtmpReceiver.CAPTURE::equals).isPresent();
    RtmpFigures figures = ingest.figures();
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("rtmp")
            .status(obstacle.isEmpty() || !isNeeded)
            .withData("mode", ingest.mode())
            .withData("publishers", figures.live())
            .withData("admitted", figures.admitted())
            .withData("refused", figures.refused())
            .withData("ffmpegRestarts", figures.ffmpegRestarts());
    if (!obstacle.isEmpty()) {
      response.withData("reason", obstacle);
    }
    return response.build();
  }
}
