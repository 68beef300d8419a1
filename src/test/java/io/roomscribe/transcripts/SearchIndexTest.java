package io.roomscribe.transcripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What PostgreSQL has for a search in all lines, and what it does without. */
class SearchIndexTest {

  /** As the search asks for it. */
  private static final String SEARCH =
      "explain select id from transcript_line where lower(text) like lower('%price%') escape '!'";

  private EmbeddedPostgres postgres;

  @BeforeEach
  void start() throws IOException {
    postgres = EmbeddedPostgres.builder().start();
  }

  @AfterEach
  void stop() throws IOException {
    postgres.close();
  }

  @Test
  void migrate_userMayInstallTrigrams_searchGoesByTheirIndex() throws SQLException {
    DataSource owner = postgres.getPostgresDatabase();

    List<TestDatabase> unused = TestDatabase.on("PostgreSQL", owner);

    assertThat(plan(owner)).anyMatch(line -> line.contains("transcript_line_by_text"));
  }

  @Test
  void migrate_userMayNot_storesAndSearchesWithoutIt() throws SQLException {
    run(postgres.getPostgresDatabase(), "create role plain login");
    run(postgres.getPostgresDatabase(), "grant all on schema public to plain");
    DataSource plain = postgres.getDatabase("plain", "postgres");

    TestDatabase database = TestDatabase.on("PostgreSQL", plain).get(0);

    assertThat(database.newSession("standup")).isNotEmpty();
    assertThat(plan(plain)).noneMatch(line -> line.contains("transcript_line_by_text"));
  }

  private static List<String> plan(DataSource dataSource) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Connection connection = dataSource.getConnection()) {
      // An empty table is read whole otherwise.
      connection.createStatement().execute("set enable_seqscan = off");
      ResultSet rows = connection.createStatement().executeQuery(SEARCH);
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
    }
    return lines;
  }

  private static void run(DataSource dataSource, String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.createStatement().execute(sql);
    }
  }
}
