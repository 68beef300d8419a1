package io.roomscribe.transcripts;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL that keeps its data and its port over a stop. Ownership: the test closes it. */
final class RestartedPostgres implements AutoCloseable {
  private final Path directory;
  private final int port;
  private final DataSource dataSource;
  private EmbeddedPostgres server;

  RestartedPostgres(Path directory) throws IOException {
    this.directory = directory;
    this.server = builder().start();
    this.port = server.getPort();
    PGSimpleDataSource postgres = new PGSimpleDataSource();
    postgres.setURL(server.getJdbcUrl("postgres", "postgres"));
    postgres.setUser("postgres");
    this.dataSource = postgres;
  }

  private EmbeddedPostgres.Builder builder() {
    return EmbeddedPostgres.builder().setDataDirectory(directory).setCleanDataDirectory(false);
  }

  DataSource dataSource() {
    return dataSource;
  }

  void stop() throws IOException {
    server.close();
  }

  void start() throws IOException {
    server = builder().setPort(port).start();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
