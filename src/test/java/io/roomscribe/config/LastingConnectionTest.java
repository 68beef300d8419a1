package io.roomscribe.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections to a PostgreSQL that stops and starts again, or never answers. */
class LastingConnectionTest {
  @TempDir Path directory;

  private EmbeddedPostgres postgres;
  private DataSource source;

  @BeforeEach
  void start() throws IOException, SQLException {
    postgres =
        EmbeddedPostgres.builder().setDataDirectory(directory).setCleanDataDirectory(false).start();
    source =
        ConfiguredDataSource.of(
            postgres.getJdbcUrl("postgres", "postgres"), "postgres", "", Duration.ofSeconds(30));
    try (Connection connection = LastingConnection.from(source)) {
      execute(connection, "create table t (n integer)");
    }
  }

  @AfterEach
  void stop() throws IOException {
    postgres.close();
  }

  @Test
  void connection_databaseRestarted_servesAgainAfterTheTransactionThatFailed() throws Exception {
    Connection connection = LastingConnection.from(source);
    connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    connection.setAutoCommit(false);
    execute(connection, "insert into t values (1)");
    restart();

    assertThatThrownBy(() -> execute(connection, "insert into t values (2)"))
        .isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> execute(connection, "insert into t values (3)"))
        .as("half a transaction must not go on as another")
        .isInstanceOf(SQLException.class);
    assertThatThrownBy(connection::rollback).isInstanceOf(SQLException.class);

    execute(connection, "insert into t values (4)");
    assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
    connection.rollback();
    execute(connection, "insert into t values (5)");
    connection.commit();
    assertThat(sum(connection)).isEqualTo(5);
    connection.close();
    assertThat(connection.isClosed()).isTrue();
    assertThatThrownBy(connection::createStatement).isInstanceOf(SQLException.class);
  }

  @Test
  void connection_thatNeverAnswers_failsInsteadOfWaitingForEver() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      DataSource frozen =
          ConfiguredDataSource.of(
              "jdbc:postgresql://127.0.0.1:" + mute.getLocalPort() + "/x?sslmode=disable",
              "u",
              "p",
              Duration.ofSeconds(1));

      assertTimeoutPreemptively(
          Duration.ofSeconds(60),
          () -> assertThatThrownBy(frozen::getConnection).isInstanceOf(SQLException.class));
    }
  }

  private void restart() throws IOException {
    int port = postgres.getPort();
    postgres.close();
    postgres =
        EmbeddedPostgres.builder()
            .setDataDirectory(directory)
            .setCleanDataDirectory(false)
            .setPort(port)
            .start();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int sum(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select sum(n) from t")) {
      result.next();
      return result.getInt(1);
    }
  }
}
