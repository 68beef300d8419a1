package io.roomscribe.faults;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A PostgreSQL that keeps its data and its port over a stop. Threading: one thread at a time. */
final class Postgres implements AutoCloseable {

  private final Path directory;
  private final int port;
  private EmbeddedPostgres server;

  Postgres(Path directory) throws IOException {
    this.directory = directory;
    server = builder().start();
    port = server.getPort();
  }

  String url() {
    return server.getJdbcUrl("postgres", "postgres");
  }

  void stop() {
    close();
  }

  void start() {
    try {
      server = builder().setPort(port).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private EmbeddedPostgres.Builder builder() {
    return EmbeddedPostgres.builder().setDataDirectory(directory).setCleanDataDirectory(false);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
