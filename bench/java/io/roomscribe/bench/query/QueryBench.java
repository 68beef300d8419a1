package io.roomscribe.bench.query;

import io.roomscribe.transcripts.QueryBenchmark;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.Locale;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.postgresql.ds.PGConnectionPoolDataSource;

/** Fills a PostgreSQL, then asks it as the resources do, with each persistence provider. */
public final class QueryBench {

  private QueryBench() {}

  /** Runs it; true when it came to its end. */
  public static boolean run() throws Exception {
    String given = System.getProperty("bench.rows", "");
    int rows = given.isEmpty() ? 10_000_000 : Integer.parseInt(given);
    int sessions = Math.max(1, rows / Corpus.LINES);
    try (EmbeddedPostgres postgres = postgres()) {
      DataSource database = pool(postgres);
      QueryBenchmark benchmark = new QueryBenchmark(database, sessions);
      long beganNs = System.nanoTime();
      Corpus.fill(database, sessions);
      System.out.printf(
          Locale.ROOT,
          "%,d lines made in %.0f s%n%n",
          sessions * Corpus.LINES,
          (System.nanoTime() - beganNs) / 1e9);
      System.out.println(benchmark.report());
    }
    return true;
  }

  /** Connections are kept, as the servers do. */
  private static DataSource pool(EmbeddedPostgres postgres) {
    PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
    source.setUrl(postgres.getJdbcUrl("postgres", "postgres"));
    return JdbcConnectionPool.create(source);
  }

  /** What is not read is not waited for: only the filling is faster so. */
  private static EmbeddedPostgres postgres() throws java.io.IOException {
    return EmbeddedPostgres.builder()
        .setServerConfig("fsync", "off")
        .setServerConfig("synchronous_commit", "off")
        .setServerConfig("shared_buffers", "1GB")
        .setServerConfig("max_wal_size", "16GB")
        .setServerConfig("maintenance_work_mem", "1GB")
        .start();
  }
}
