package io.roomscribe.rooms;

import io.roomscribe.lanes.Clock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Makes what is no bean by itself. */
@ApplicationScoped
class RoomBeans {

  @Inject RoomSettings settings;
  @Inject Clock clock;

  /** One for the node. */
  @Produces
  @Singleton
  EgressBudget egressBudget() {
    return new EgressBudget(settings.maxEgresses, clock);
  }
}
