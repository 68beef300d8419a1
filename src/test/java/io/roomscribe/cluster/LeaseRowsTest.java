package io.roomscribe.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomscribe.transcripts.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two nodes on one database, on both databases with both providers. */
class LeaseRowsTest {

  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final Duration PASSED = Duration.ofMillis(-1);
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

  private static <T> T on(TestDatabase database, Function<LeaseRows, T> work) {
    return database.inTransaction(entities -> work.apply(new LeaseRows(entities)));
  }

  private static LeaseStore.Answer renew(TestDatabase database, NodeIdentity node, Duration lease) {
    return on(database, rows -> LeaseStore.renew(rows, node, lease));
  }

  /** A session of the node, whose promise is good for the lease. */
  private static String session(TestDatabase database, NodeIdentity owner, Duration lease) {
    String id = database.newSession("standup");
    return on(
        database,
        rows -> {
          rows.begin(id, owner);
          rows.promise(owner, lease);
          return id;
        });
  }

  private static boolean admits(TestDatabase database, String session, long fence) {
    return on(database, rows -> rows.admits(session, fence));
  }

  private static List<Candidate> free(TestDatabase database, NodeIdentity node, String session) {
    return on(database, rows -> rows.free(node)).stream()
        .filter(each -> each.sessionId().equals(session))
        .toList();
  }

  private static boolean take(TestDatabase database, Candidate session, NodeIdentity node) {
    return on(database, rows -> rows.take(session, node));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void take_ownerLives_isRefused(TestDatabase database) {
    String session = session(database, anna, LEASE);

    assertThat(free(database, ben, session)).isEmpty();
    assertThat(take(database, new Candidate(session, 1, false), ben)).isFalse();
    assertThat(admits(database, session, 1)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void take_leaseExpired_oldFenceIsRefusedAndTheOwnerLearnsOfIt(TestDatabase database) {
    String session = session(database, anna, PASSED);
    Candidate found = free(database, ben, session).get(0);
    assertThat(found.isOwn()).isFalse();

    assertThat(take(database, found, ben)).isTrue();

    assertThat(admits(database, session, 1)).isFalse();
    assertThat(admits(database, session, 2)).isTrue();
    assertThat(renew(database, anna, LEASE).owned()).doesNotContainKey(session);
    assertThat(renew(database, ben, LEASE).owned()).containsEntry(session, 2L);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void renew_others_tellsHowLongTheFirstOfTheirPromisesLasts(TestDatabase database) {
    on(database, rows -> LeaseStore.renew(rows, new NodeIdentity("cleo", "1"), LEASE));
    renew(database, anna, LEASE.dividedBy(2));

    LeaseRows.Others others = renew(database, ben, Duration.ofMillis(1)).others();

    assertThat(others.living()).isGreaterThanOrEqualTo(2);
    assertThat(others.firstEndMs()).isBetween(1L, LEASE.dividedBy(2).toMillis());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void take_ownerRenewsInBetween_isRefused(TestDatabase database) {
    String session = session(database, anna, PASSED);
    Candidate found = free(database, ben, session).get(0);

    assertThat(renew(database, anna, LEASE).owned()).containsEntry(session, 1L);

    assertThat(take(database, found, ben)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void take_manyNodesAtOnce_exactlyOneWins(TestDatabase database) {
    String session = session(database, anna, PASSED);
    Candidate found = free(database, ben, session).get(0);

    List<CompletableFuture<Boolean>> races =
        Stream.of("b", "c", "d", "e")
            .map(id -> new NodeIdentity(id, "1"))
            .map(node -> CompletableFuture.supplyAsync(() -> take(database, found, node)))
            .toList();

    assertThat(races.stream().map(CompletableFuture::join)).containsOnlyOnce(true);
    assertThat(admits(database, session, 2)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void free_earlierProcessOfTheNode_isItsOwnAtOnceAndNobodyElses(TestDatabase database) {
    String session = session(database, anna, LEASE);
    NodeIdentity again = new NodeIdentity("anna", "2");

    assertThat(free(database, ben, session)).isEmpty();
    assertThat(free(database, anna, session)).isEmpty();
    List<Candidate> found = free(database, again, session);

    assertThat(found).extracting(Candidate::isOwn).containsExactly(true);
    assertThat(take(database, found.get(0), again)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void free_nodeHasLeft_isFreeForAllAndItsLateWritesAreTaken(TestDatabase database) {
    NodeIdentity leaving = new NodeIdentity("leaving", "1");
    String session = session(database, leaving, LEASE);
    boolean left =
        on(
            database,
            rows -> {
              rows.leave(leaving);
              return true;
            });

    assertThat(left).isTrue();
    assertThat(admits(database, session, 1)).isTrue();
    assertThat(free(database, ben, session)).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void free_sessionThatIsOver_isNobodys(TestDatabase database) {
    String session = session(database, anna, PASSED);
    database.sql("update session set state = 'ENDED' where id = '" + session + "'");

    assertThat(free(database, ben, session)).isEmpty();
  }
}
