package io.roomscribe.transcripts;

import io.roomscribe.bench.query.Corpus;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import javax.sql.DataSource;

/**
 * The queries of the resources, each in a transaction of its own, without HTTP.
 *
 * <p>In the package of what it measures, since the parts of storage are hidden.
 */
public final class QueryBenchmark {

  private static final int PAGE = 100;
  private static final int FOUND = 50;
  private static final int TIMES = 100;
  private static final int SEARCHES = 25;

  private final List<TestDatabase> databases;
  private final int sessions;
  private final Random random = new Random(4);

  /** Brings an empty database to the present schema. */
  public QueryBenchmark(DataSource database, int sessions) {
    this.databases = TestDatabase.on("PostgreSQL", database);
    this.sessions = sessions;
  }

  /** Asks everything and tells what it took, as a table in Markdown. */
  public String report() {
    StringBuilder report = new StringBuilder();
    report.append(
        "| query | provider | median ms | 99 % ms | lines found |\n|---|---|---|---|---|\n");
    for (TestDatabase database : databases) {
      // Of a server that has just been started, the first queries cost its compilers' time.
      page(new StringBuilder(), database, "warm-up", 0);
      search(new StringBuilder(), database, "warm-up", i -> Corpus.word(300 + i));
      page(report, database, "first page of 100 of a session", 0);
      page(report, database, "page in its middle", Corpus.LINES / 2);
      page(report, database, "last page", Corpus.LINES - PAGE);
      search(
          report, database, "search, one of the 20 most frequent words", i -> Corpus.word(i % 20));
      search(report, database, "search, word of rank 1,000 and after", i -> Corpus.word(1_000 + i));
      search(
          report, database, "search, word of rank 15,000 and after", i -> Corpus.word(15_000 + i));
      search(
          report,
          database,
          "search, two words side by side",
          i -> Corpus.word(i % 5) + " " + Corpus.word(200 + i));
      search(report, database, "search, what nobody said", i -> "xylophone " + i);
    }
    return report.toString();
  }

  private void page(StringBuilder report, TestDatabase database, String name, int afterLine) {
    measure(
        report,
        database,
        name,
        TIMES,
        i -> {
          SessionFilter filter =
              new SessionFilter("session-" + random.nextInt(sessions), null, null, null);
          Cursor after =
              afterLine == 0
                  ? null
                  : new Cursor((long) afterLine * Corpus.LINE_MS, afterLine, filter.fingerprint());
          return database.inTransaction(
              entities -> new LineFinder(entities).inSession(filter, after, PAGE).parts().size());
        });
  }

  private void search(
      StringBuilder report, TestDatabase database, String name, IntFunction<String> text) {
    measure(
        report,
        database,
        name,
        SEARCHES,
        i -> {
          SearchFilter filter = new SearchFilter(null, null, null, null, text.apply(i), true);
          return database.inTransaction(
              entities -> new LineFinder(entities).anywhere(filter, null, FOUND).lines().size());
        });
  }

  private static void measure(
      StringBuilder report,
      TestDatabase database,
      String name,
      int times,
      IntFunction<Integer> query) {
    double[] ms = new double[times];
    int found = 0;
    for (int i = 0; i < times; i++) {
      long beganNs = System.nanoTime();
      found += query.apply(i);
      ms[i] = (System.nanoTime() - beganNs) / 1e6;
    }
    Arrays.sort(ms);
    String row =
        String.format(
            Locale.ROOT,
            "| %s | %s | %.1f | %.1f | %d in %d |%n",
            name,
            database,
            ms[times / 2],
            ms[Math.min(times - 1, (int) (0.99 * times))],
            found,
            times);
    report.append(row);
  }
}
