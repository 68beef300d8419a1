package io.roomscribe.cluster;

import io.roomscribe.lanes.ThreadLanes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/**
 * The buses of several nodes on one PostgreSQL, on real threads. Ownership: the test closes it, and
 * with it the buses; the database is the test class's.
 */
public final class TwoNodes implements AutoCloseable {

  private static final String LISTENER = "bus";

  private final DataSource dataSource;
  private final ThreadLanes lanes = new ThreadLanes();
  private final List<NotifyBus> buses = new ArrayList<>();

  /** Nodes on a PostgreSQL of the test class's own. */
  public TwoNodes(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  public DataSource dataSource() {
    return dataSource;
  }

  public ThreadLanes lanes() {
    return lanes;
  }

  /** A node's bus, which listens soon. */
  public NodeBus node(String incarnation) {
    return node(incarnation, dataSource(), () -> true);
  }

  NotifyBus node(String incarnation, DataSource pool, BooleanSupplier hasCompany) {
    NotifyBus bus =
        new NotifyBus(new NotifyBus.Ways(database(), pool), incarnation, hasCompany, lanes);
    buses.add(bus);
    bus.begin(lanes);
    return bus;
  }

  private NotifyingDatabase database() {
    return new NotifyingDatabase() {
      @Override
      public boolean canNotify() {
        return true;
      }

      @Override
      public Connection connect() throws SQLException {
        Connection connection = dataSource().getConnection();
        connection.setClientInfo("ApplicationName", LISTENER);
        return connection;
      }
    };
  }

  /** Kills every connection that listens. */
  public int killListeners() throws SQLException {
    return number(
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = '"
            + LISTENER
            + "'");
  }

  int number(String query) throws SQLException {
    try (Connection connection = dataSource().getConnection();
        var rows = connection.createStatement().executeQuery(query)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  @Override
  public void close() {
    buses.forEach(NotifyBus::close);
    lanes.close();
  }
}
