package io.roomscribe.config;

import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;

/**
 * Brings the database's schema up to date when the application starts, before anybody reads it.
 *
 * <p>Who uses the database at the start observes {@link Startup} with the default priority and so
 * comes after this. Several nodes may start at once: Flyway takes a lock in the database.
 *
 * <p>Errors: a database that cannot be reached or migrated ends the start; the message names the
 * setting.
 */
@ApplicationScoped
class Migrations {
  /** When the schema is brought up to date, among the observers of {@link Startup}. */
  static final int PRIORITY = 200;

  private static final System.Logger LOG = System.getLogger(Migrations.class.getName());

  @Resource(lookup = "java:app/jdbc/roomscribe")
  DataSource dataSource;

  void migrate(@Observes @Priority(PRIORITY) Startup start) {
    try {
      MigrateResult result = migrate(dataSource);
      LOG.log(
          System.Logger.Level.INFO,
          "schema version={0} migrations={1}",
          result.targetSchemaVersion == null
              ? result.initialSchemaVersion
              : result.targetSchemaVersion,
          result.migrationsExecuted);
    } catch (FlywayException e) {
      throw new IllegalStateException(
          "Roomscribe does not start: the database named by roomscribe.database.url could not be"
              + " opened or migrated: "
              + e.getMessage(),
          e);
    }
  }

  /** Applies what is missing; harmless when nothing is. */
  static MigrateResult migrate(DataSource dataSource) {
    return Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(dataSource)
        .locations(locations(dataSource))
        .failOnMissingLocations(true)
        .load()
        .migrate();
  }

  /** What all databases have, and what only PostgreSQL can; version numbers are of one series. */
  private static String[] locations(DataSource dataSource) {
    try (Connection connection = dataSource.getConnection()) {
      String product = connection.getMetaData().getDatabaseProductName();
      return product.equals("PostgreSQL")
          ? new String[] {"classpath:db/migration", "classpath:db/postgresql"}
          : new String[] {"classpath:db/migration"};
    } catch (SQLException e) {
      throw new FlywayException(e.getMessage(), e);
    }
  }
}
