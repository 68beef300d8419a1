package io.roomscribe.bench.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;

/**
 * Very many invented lines: sessions of {@value #LINES} lines each, an hour of talk of six people;
 * eight words a line, out of {@value #WORDS} whose frequencies fall as their rank rises (Zipf).
 *
 * <p>The database makes them itself, on two connections.
 */
public final class Corpus {

  /** Lines of a session; line n begins at n times {@value #LINE_MS} ms. */
  public static final int LINES = 1_000;

  public static final int LINE_MS = 3_600;

  /** Words there are; their ranks are 0 to this. */
  public static final int WORDS = 20_000;

  private static final int SESSIONS_AT_ONCE = 100;

  private static final String[] SYLLABLES =
      ("ba be bi bo bu da de di do du fa fe fi fo fu ga ge gi go gu ka ke ki ko ku la le li lo lu"
              + " ma me mi mo mu na ne ni no nu")
          .split(" ");

  private static final String WORD_FUNCTION =
      "create function bench_word(rank int) returns text immutable language sql as $$ select"
          + " s[1 + rank % 40] || s[1 + rank / 40 % 40] || s[1 + rank / 1600 % 40] from (select"
          + " string_to_array('"
          + String.join(",", SYLLABLES)
          + "', ',') as s) as all_of_them $$";

  private static final String SESSIONS =
      "insert into session (id, room, state, cause, options, transcription, gaps, created_at,"
          + " version) select 'session-' || s, 'room-' || s %% 500, 'ENDED', 'bench', '{}', '{}',"
          + " '[]', timestamptz '2024-01-01' + s * interval '10 minutes', 0"
          + " from generate_series(%d, %d) as s";

  private static final String LINES_OF_SESSIONS =
      "insert into transcript_line select s * 1000 + n, 'session-' || s, n, '1-' || n, 0, 'room-'"
          + " || s %% 500, n * 3600, n * 3600 + 3200, timestamptz '2024-01-01' + s * interval '10"
          + " minutes' + n * interval '3.6 seconds', 'en', 0.9, said.text, 'person-' || n %% 6,"
          + " 'Person ' || n %% 6, '[{\"identity\":\"person-' || n %% 6 || '\",\"name\":\"Person '"
          + " || n %% 6 || '\"}]', said.words from generate_series(%d, %d) as s,"
          + " generate_series(1, 1000) as n, lateral (select string_agg(word, ' ') as text, '['"
          + " || string_agg('{\"text\":\"' || word || '\",\"startMs\":' || n * 3600 + i * 400 ||"
          + " ',\"endMs\":' || n * 3600 + i * 400 + 350 ||"
          + " ',\"confidence\":0.9,\"speakers\":[\"person-' || n %% 6 || '\"]}', ',') || ']' as"
          + " words from (select i, bench_word(floor(power(20000, random()))::int - 1) as word from"
          + " generate_series(0, 7 + 0 * n) as i) as picked) as said";

  private Corpus() {}

  /** The word of that rank; 0 is the most frequent. */
  public static String word(int rank) {
    return SYLLABLES[rank % 40] + SYLLABLES[rank / 40 % 40] + SYLLABLES[rank / 1600 % 40];
  }

  /** Fills a migrated, empty database. */
  public static void fill(DataSource database, int sessions) throws Exception {
    run(database, WORD_FUNCTION);
    // An index over all of them is faster made at once.
    run(database, "drop index transcript_line_by_text");
    ExecutorService two = Executors.newFixedThreadPool(2);
    try {
      List<Callable<Void>> parts = new ArrayList<>();
      for (int from = 0; from < sessions; from += SESSIONS_AT_ONCE) {
        int first = from;
        int last = Math.min(from + SESSIONS_AT_ONCE, sessions) - 1;
        parts.add(
            () -> {
              run(database, String.format(SESSIONS, first, last));
              run(database, String.format(LINES_OF_SESSIONS, first, last));
              return null;
            });
      }
      for (Future<Void> part : two.invokeAll(parts)) {
        part.get();
      }
    } finally {
      two.shutdownNow();
    }
    run(
        database,
        "create index transcript_line_by_text on transcript_line"
            + " using gin (lower(text) gin_trgm_ops)");
    run(database, "vacuum analyze transcript_line");
  }

  private static void run(DataSource database, String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
