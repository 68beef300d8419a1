package io.roomscribe.cluster;

import io.roomscribe.lanes.Lanes;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Makes the node's bus, which listens for as long as the application runs. */
@ApplicationScoped
class BusBeans {

  private static final int AFTER_MIGRATIONS = 450;

  /** After the sessions (2500), which tell how they end until then. */
  private static final int AFTER_SESSIONS = 3_600;

  @Inject NotifyingDatabase database;
  @Inject Leases leases;
  @Inject Lanes lanes;

  @Resource(lookup = "java:app/jdbc/roomscribe")
  DataSource pool;

  private @Nullable NotifyBus notifying;

  @PostConstruct
  void open() {
    if (database.canNotify()) {
      notifying =
          new NotifyBus(
              new NotifyBus.Ways(database, pool),
              leases.node().incarnation(),
              leases::hasCompany,
              lanes);
    }
  }

  void begin(@Observes @Priority(AFTER_MIGRATIONS) Startup start) {
    if (notifying != null) {
      notifying.begin(lanes);
    }
  }

  void leave(@Observes @Priority(AFTER_SESSIONS) Shutdown shutdown) {
    close();
  }

  /** Also for a start that failed half-way. */
  @PreDestroy
  void close() {
    if (notifying != null) {
      notifying.close();
    }
  }

  /** The node's bus. */
  @Produces
  @Singleton
  NodeBus bus() {
    return notifying == null ? NodeBus.NONE : notifying;
  }
}
