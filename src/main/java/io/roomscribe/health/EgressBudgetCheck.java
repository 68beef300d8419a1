package io.roomscribe.health;

import io.roomscribe.rooms.EgressBudget;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** How many egresses are used, and for what. Always up: that all are in use is no fault. */
@Readiness
@ApplicationScoped
public class EgressBudgetCheck implements HealthCheck {

  @Inject EgressBudget budget;

  @Override
  public HealthCheckResponse call() {
    EgressBudget.Usage usage = budget.usage();
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("egress-budget")
            .up()
            .withData("max", usage.max())
            .withData("allowedNow", usage.effective())
            .withData("inUse", usage.inUse())
            .withData("roomsWaiting", usage.roomsWaiting());
    usage.modes().forEach((mode, rooms) -> response.withData("rooms." + mode, rooms));
    return response.build();
  }
}
