package io.roomscribe.transcripts;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;

/**
 * A migrated database with the product's own persistence unit on it, once for each pair of database
 * and provider. Databases are shared by the tests of a class; sessions keep them apart.
 */
public final class TestDatabase {
  private static final Map<String, String> PROVIDERS =
      Map.of(
          "EclipseLink", "org.eclipse.persistence.jpa.PersistenceProvider",
          "Hibernate", "org.hibernate.jpa.HibernatePersistenceProvider");

  private final String name;
  private final DataSource dataSource;
  private final EntityManagerFactory factory;

  private TestDatabase(String name, DataSource dataSource, EntityManagerFactory factory) {
    this.name = name;
    this.dataSource = dataSource;
    this.factory = factory;
  }

  /** H2 and PostgreSQL, each with EclipseLink and Hibernate. */
  public static List<TestDatabase> all() {
    List<TestDatabase> all = new ArrayList<>();
    for (Map.Entry<String, DataSource> database :
        Map.of("H2", h2(), "PostgreSQL", postgres()).entrySet()) {
      all.addAll(on(database.getKey(), database.getValue()));
    }
    return all;
  }

  /** One database with EclipseLink and with Hibernate. */
  static List<TestDatabase> on(String name, DataSource dataSource) {
    migrate(
        dataSource,
        name.equals("H2") ? List.of("db/migration") : List.of("db/migration", "db/postgresql"));
    List<TestDatabase> all = new ArrayList<>();
    PROVIDERS.forEach(
        (provider, type) ->
            all.add(
                new TestDatabase(
                    name + " with " + provider, dataSource, factory(dataSource, type))));
    return all;
  }

  private static DataSource h2() {
    JdbcDataSource h2 = new JdbcDataSource();
    h2.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    return h2;
  }

  private static DataSource postgres() {
    try {
      // The process ends with this JVM.
      return EmbeddedPostgres.builder().start().getPostgresDatabase();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void migrate(DataSource dataSource, List<String> locations) {
    Flyway.configure()
        .dataSource(dataSource)
        .locations(locations.toArray(String[]::new))
        .load()
        .migrate();
  }

  private static EntityManagerFactory factory(DataSource dataSource, String provider) {
    return Persistence.createEntityManagerFactory(
        "roomscribe",
        Map.of(
            "jakarta.persistence.provider",
            provider,
            "jakarta.persistence.transactionType",
            "RESOURCE_LOCAL",
            // In place of the JNDI name in persistence.xml, which only a server knows.
            "jakarta.persistence.jtaDataSource",
            dataSource,
            "jakarta.persistence.nonJtaDataSource",
            dataSource,
            "eclipselink.session-name",
            "roomscribe-" + UUID.randomUUID(),
            "eclipselink.logging.level",
            "SEVERE"));
  }

  /** A new session's row, for lines to belong to. */
  public String newSession(String room) {
    String id = UUID.randomUUID().toString();
    sql(
        "insert into session (id, room, state, cause, options, transcription, gaps,"
            + " created_at, version) values ('"
            + id
            + "', '"
            + room
            + "', 'RUNNING', 'test', '{}', '{}', '[]', current_timestamp, 0)");
    return id;
  }

  public void sql(String statement) {
    try (Connection connection = dataSource.getConnection()) {
      connection.createStatement().execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs the work in a transaction that commits, or rolls back when the work throws. */
  public <T> T inTransaction(Function<EntityManager, T> work) {
    EntityManager entities = factory.createEntityManager();
    try {
      entities.getTransaction().begin();
      T result = work.apply(entities);
      entities.getTransaction().commit();
      return result;
    } finally {
      if (entities.getTransaction().isActive()) {
        entities.getTransaction().rollback();
      }
      entities.close();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
