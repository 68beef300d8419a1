package io.roomscribe.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomscribe.cluster.LeaseRows;
import io.roomscribe.cluster.NodeIdentity;
import io.roomscribe.transcripts.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests of one node for the sessions of another, on both databases with both providers. */
class StopRowsTest {

  private static List<TestDatabase> databases;

  private final NodeIdentity anna = new NodeIdentity("anna", "1");
  private final NodeIdentity ben = new NodeIdentity("ben", "1");

  @BeforeAll
  static void open() {
    databases = TestDatabase.all();
  }

  static List<TestDatabase> databases() {
    return databases;
  }

  private String session(TestDatabase database, String state) {
    String id = database.newSession("standup");
    set(database, id, "state = '" + state + "'");
    return database.inTransaction(
        entities -> {
          new LeaseRows(entities).begin(id, anna);
          return id;
        });
  }

  private static void set(TestDatabase database, String id, String assignment) {
    database.sql("update session set " + assignment + " where id = '" + id + "'");
  }

  private static void ask(TestDatabase database, String id) {
    String unused =
        database.inTransaction(
            entities -> {
              new StopRows(entities).ask(id);
              return id;
            });
  }

  private static List<String> asked(TestDatabase database, NodeIdentity node) {
    return database.inTransaction(entities -> new StopRows(entities).asked(node));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void asked_sessionOfTheNode_isFoundByItsOwnerOnly(TestDatabase database) {
    String id = session(database, "ACTIVE");
    String other = session(database, "ACTIVE");

    ask(database, id);
    ask(database, id);

    assertThat(asked(database, anna)).contains(id).doesNotContain(other);
    assertThat(asked(database, ben)).doesNotContain(id);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void asked_sessionTakenOverSince_isFoundByItsNewOwner(TestDatabase database) {
    String id = session(database, "WAITING");
    ask(database, id);

    database.sql("update lease set node = 'ben', fence = 2 where session_id = '" + id + "'");

    assertThat(asked(database, ben)).contains(id);
    assertThat(asked(database, anna)).doesNotContain(id);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void asked_sessionHasBegunToStop_isDone(TestDatabase database) {
    String id = session(database, "ACTIVE");
    ask(database, id);

    set(database, id, "state = 'STOPPING'");

    assertThat(asked(database, anna)).doesNotContain(id);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void ask_ownerWritesTheSessionMeanwhile_bothStand(TestDatabase database) {
    String id = session(database, "ACTIVE");

    SessionEntity written =
        database.inTransaction(
            entities -> {
              SessionEntity session = entities.find(SessionEntity.class, id);
              session.cause = "a microphone is captured";
              ask(database, id); // another node's transaction, before this one is written
              return session;
            });

    assertThat(written.id).isEqualTo(id);
    assertThat(asked(database, anna)).contains(id);
    String cause = database.inTransaction(entities -> entities.find(SessionEntity.class, id).cause);
    assertThat(cause).isEqualTo("a microphone is captured");
  }
}
