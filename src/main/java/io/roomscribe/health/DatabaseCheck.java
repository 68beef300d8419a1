package io.roomscribe.health;

import io.roomscribe.lanes.Clock;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * The database gives connections that work.
 *
 * <p>Made when the application starts: WildFly asks for health on a thread of its management port,
 * where {@code java:app} names nothing and the data source could not be injected.
 */
@Readiness
@ApplicationScoped
public class DatabaseCheck implements HealthCheck {

  private static final int VALID_WITHIN_SECONDS = 3;

  @Resource(lookup = "java:app/jdbc/roomscribe")
  DataSource database;

  @Inject Clock clock;

  private Probe probe;

  @PostConstruct
  void open() {
    probe = new Probe("database", Duration.ofSeconds(5), clock, this::connect);
  }

  void awaken(@Observes Startup start) {
    // Being called has made the bean.
  }

  @Override
  public HealthCheckResponse call() {
    return probe.check();
  }

  /** The driver's own words may name the URL with its password: they are left out. */
  private void connect() throws SQLException {
    try (Connection connection = database.getConnection()) {
      if (!connection.isValid(VALID_WITHIN_SECONDS)) {
        throw new SQLException("the connection does not answer");
      }
    } catch (SQLException e) {
      throw new SQLException("no working connection, SQL state " + e.getSQLState(), e);
    }
  }
}
