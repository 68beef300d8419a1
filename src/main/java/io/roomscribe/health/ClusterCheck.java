package io.roomscribe.health;

import io.roomscribe.cluster.BusState;
import io.roomscribe.cluster.ClusterState;
import io.roomscribe.cluster.Leases;
import io.roomscribe.cluster.NodeBus;
import io.roomscribe.transcription.journal.Journals;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * The node's leases are renewed. DOWN means that it could not, among others, within the lease: it
 * sends nothing until it has, and others may have taken its sessions. A bus that is down makes
 * nothing wrong, only slower.
 */
@Readiness
@ApplicationScoped
public class ClusterCheck implements HealthCheck {

  @Inject Leases leases;
  @Inject Journals journals;
  @Inject NodeBus bus;

  @Override
  public HealthCheckResponse call() {
    ClusterState state = leases.state();
    BusState messages = bus.state();
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("cluster")
            .status(!state.isLapsed())
            .withData("node", leases.node().id())
            .withData("nodes", state.nodes())
            .withData("sessions", state.sessions())
            .withData("renewedMsAgo", state.age().toMillis())
            .withData("refusedWrites", state.refused())
            .withData("journalShared", journals.isShared())
            .withData("bus", messages.link().name())
            .withData("busDropped", messages.dropped());
    if (state.nodes() > 1 && !journals.isShared()) {
      response.withData(
          "warning",
          "a node that takes over a session cannot read its journal: audio that was not"
              + " transcribed is a gap");
    }
    return response.build();
  }
}
