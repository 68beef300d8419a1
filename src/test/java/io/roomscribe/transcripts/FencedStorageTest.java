package io.roomscribe.transcripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomscribe.cluster.LeaseRows;
import io.roomscribe.cluster.NodeIdentity;
import io.roomscribe.rooms.AudioGap;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a node still writes for a session that another has taken. */
class FencedStorageTest {

  private static List<TestDatabase> databases;

  @BeforeAll
  static void open() {
    databases = TestDatabase.all();
  }

  static List<TestDatabase> databases() {
    return databases;
  }

  @ParameterizedTest
  @MethodSource("databases")
  void refused_batchOfThreeFences_areThoseOfTheEarlierOwner(TestDatabase database) {
    String session = database.newSession("standup");
    Entry line = line(session, "u1", 1);
    Entry gap = Entry.of(new AudioGap(session, null, null, 0, 1, "NODE_DOWN", ""), 1);
    Entry current = line(session, "u2", 2);
    Entry unfenced = line(session, "u3", 0);
    List<Entry> batch = List.of(line, gap, current, unfenced);

    assertThat(refused(database, session, batch)).containsExactly(line, gap);
  }

  private static List<Entry> refused(TestDatabase database, String session, List<Entry> batch) {
    return database.inTransaction(
        entities -> {
          LeaseRows rows = new LeaseRows(entities);
          rows.begin(session, new NodeIdentity("anna", "1"));
          int taken =
              entities
                  .createNativeQuery("update lease set fence = 2 where session_id = ?1")
                  .setParameter(1, session)
                  .executeUpdate();
          assertThat(taken).isOne();
          return LineStore.refused(rows, batch);
        });
  }

  @ParameterizedTest
  @MethodSource("databases")
  void refused_sessionWithoutALease_isLeftToTheForeignKey(TestDatabase database) {
    List<Entry> batch = List.of(line("gone", "u1", 1));

    List<Entry> refused =
        database.inTransaction(entities -> LineStore.refused(new LeaseRows(entities), batch));

    assertThat(refused).isEmpty();
  }

  @Test
  void bytes_entryWithAFence_comesBackWithIt() throws IOException {
    Entry fenced = line("s", "u1", 7);

    assertThat(EntryBytes.read(EntryBytes.of(fenced))).isEqualTo(fenced);
  }

  private static Entry line(String session, String id, long fence) {
    return Entry.of(Spoken.utterance(session, id, Spoken.line("anna", 0, "one")), fence);
  }
}
