package io.roomscribe.transcripts;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** What was said, in a real database, for tests of other features. Threading: any thread. */
public final class StoredTalk {

  private final TestDatabase database;

  /** Migrates the database. */
  public StoredTalk(DataSource dataSource) {
    this.database = TestDatabase.on("PostgreSQL", dataSource).get(0);
  }

  public String newSession() {
    return database.newSession("standup");
  }

  /** Commits a final of one line. */
  public StoredUtterance say(String session, String id, String text) {
    return database
        .inTransaction(
            entities ->
                new LineWriter(entities)
                    .write(
                        List.of(Spoken.utterance(session, id, Spoken.line("anna", 0, text))),
                        false))
        .get(0);
  }

  public List<StoredLine> after(String session, long seq, int limit) {
    return database.inTransaction(
        entities -> new LineFinder(entities).storedAfter(session, seq, limit));
  }

  public Map<String, Long> lastSeqs(Collection<String> sessions) {
    return database.inTransaction(entities -> new LineFinder(entities).lastSeqs(sessions));
  }
}
