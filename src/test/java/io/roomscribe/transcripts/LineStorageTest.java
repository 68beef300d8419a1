package io.roomscribe.transcripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomscribe.rooms.Speaker;
import io.roomscribe.rooms.SpokenLine;
import io.roomscribe.rooms.SpokenUtterance;
import io.roomscribe.rooms.SpokenWord;
import jakarta.persistence.PersistenceException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines written and found again on both databases with both providers. */
class LineStorageTest {
  private static List<TestDatabase> databases;

  @BeforeAll
  static void open() {
    databases = TestDatabase.all();
  }

  static List<TestDatabase> databases() {
    return databases;
  }

  private static List<StoredUtterance> write(TestDatabase database, SpokenUtterance... batch) {
    return database.inTransaction(
        entities -> new LineWriter(entities).write(List.of(batch), false));
  }

  private static List<StoredLine> stored(TestDatabase database, String session) {
    return database.inTransaction(
        entities -> new LineFinder(entities).storedAfter(session, 0, 1000));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void write_oneUtterance_comesBackAsItWas(TestDatabase database) {
    String session = database.newSession("standup");
    SpokenLine line =
        new SpokenLine(
            List.of(new Speaker("anna", "Anna \"A\""), new Speaker("ben", "Ben")),
            "Grüße 🎉 <b>\u0000",
            1500,
            2500,
            0.75,
            List.of(new SpokenWord("Grüße", 1500, 2000, 0.5, List.of("anna", "ben"))));
    write(database, Spoken.utterance(session, "u1", line));

    assertThat(stored(database, session))
        .containsExactly(
            new StoredLine(
                1,
                session,
                "standup",
                "u1",
                0,
                1500,
                2500,
                Spoken.EPOCH.truncatedTo(ChronoUnit.MILLIS).plusMillis(1500),
                "en",
                0.75,
                "Grüße 🎉 <b>",
                line.speakers(),
                line.words()));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void write_severalBatches_numbersWithoutHoles(TestDatabase database) {
    String session = database.newSession("standup");
    write(
        database,
        Spoken.utterance(
            session, "u1", Spoken.line("anna", 0, "one"), Spoken.line("ben", 500, "two")));
    List<StoredUtterance> second =
        write(database, Spoken.utterance(session, "u2", Spoken.line("anna", 900, "three")));

    assertThat(second).extracting(StoredUtterance::lastSeq).containsExactly(3L);
    assertThat(stored(database, session))
        .extracting(StoredLine::seq, StoredLine::segment, StoredLine::text)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1L, 0, "one"),
            org.assertj.core.groups.Tuple.tuple(2L, 1, "two"),
            org.assertj.core.groups.Tuple.tuple(3L, 0, "three"));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void write_sameUtteranceAgain_isStoredOnce(TestDatabase database) {
    String session = database.newSession("standup");
    SpokenUtterance utterance =
        Spoken.utterance(session, "u1", Spoken.line("anna", 0, "only once"));
    write(database, utterance, utterance);

    assertThat(write(database, utterance)).isEmpty();
    assertThat(stored(database, session)).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void write_twoWritersOfOneSession_secondFailsAndIsRightNextTime(TestDatabase database) {
    String session = database.newSession("standup");
    SpokenUtterance first = Spoken.utterance(session, "u1", Spoken.line("anna", 0, "first"));
    SpokenUtterance second = Spoken.utterance(session, "u2", Spoken.line("ben", 0, "second"));

    assertThatThrownBy(
            () ->
                database.inTransaction(
                    entities -> {
                      LineWriter late = new LineWriter(entities);
                      late.write(List.of(), false); // nothing yet, but its transaction is open
                      lateRead(entities, session);
                      write(database, first);
                      return insertBlindly(entities, second, 1);
                    }))
        .isInstanceOf(PersistenceException.class);
    write(database, second);

    assertThat(stored(database, session))
        .extracting(StoredLine::text)
        .containsExactly("first", "second");
  }

  private static void lateRead(jakarta.persistence.EntityManager entities, String session) {
    new LineFinder(entities).storedAfter(session, 0, 1);
  }

  private static Object insertBlindly(
      jakarta.persistence.EntityManager entities, SpokenUtterance utterance, long seq) {
    entities.persist(new TranscriptLine(utterance, utterance.lines().get(0), 0, seq));
    entities.flush();
    return seq;
  }

  @ParameterizedTest
  @MethodSource("databases")
  void inSession_pages_giveEveryLineOnceByTime(TestDatabase database) {
    String session = database.newSession("standup");
    for (int i = 0; i < 7; i++) {
      // Two by two they begin at the same time: the number must tell them apart.
      write(
          database,
          Spoken.utterance(session, "u" + i, Spoken.line("anna", 10_000 - i / 2, "t" + i)));
    }
    SessionFilter all = new SessionFilter(session, null, null, null);

    List<String> texts = new ArrayList<>();
    Cursor cursor = null;
    PartPage<StoredLine> page;
    do {
      Cursor after = cursor;
      page = database.inTransaction(e -> new LineFinder(e).inSession(all, after, 2));
      page.parts().forEach(line -> texts.add(line.text()));
      cursor = page.next(0);
    } while (page.more());

    assertThat(texts).containsExactly("t6", "t4", "t5", "t2", "t3", "t0", "t1");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void inSession_filters_keepWhatMatches(TestDatabase database) {
    String session = database.newSession("standup");
    SpokenLine both =
        new SpokenLine(
            List.of(new Speaker("ben", "Ben"), new Speaker("a_na", "Anna")),
            "together",
            5000,
            6000,
            1,
            List.of());
    write(
        database,
        Spoken.utterance(session, "u1", Spoken.line("anna", 0, "not her")),
        Spoken.utterance(session, "u2", both));

    assertThat(texts(database, new SessionFilter(session, "a_na", null, null)))
        .containsExactly("together");
    assertThat(texts(database, new SessionFilter(session, "Ben", null, null)))
        .containsExactly("together");
    assertThat(texts(database, new SessionFilter(session, null, 1001L, null)))
        .containsExactly("together");
    assertThat(texts(database, new SessionFilter(session, null, null, 5000L)))
        .containsExactly("not her");
  }

  private static List<String> texts(TestDatabase database, SessionFilter filter) {
    return database
        .inTransaction(e -> new LineFinder(e).inSession(filter, null, 10))
        .parts()
        .stream()
        .map(StoredLine::text)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void anywhere_textAndTime_findsLiterallyWhateverTheCase(TestDatabase database) {
    String session = database.newSession("standup");
    String mark = session.substring(0, 8);
    write(
        database,
        Spoken.utterance(session, "u1", Spoken.line("anna", 0, mark + " 100% Sure")),
        Spoken.utterance(session, "u2", Spoken.line("ben", 2000, mark + " 100 sure")));
    Instant zero = Spoken.EPOCH.truncatedTo(ChronoUnit.MILLIS);

    assertThat(found(database, search(null, null, mark + " 100% SURE")))
        .containsExactly(mark + " 100% Sure");
    assertThat(found(database, search(zero.plusMillis(2000), null, mark))).hasSize(1);
    assertThat(found(database, search(null, zero.plusMillis(2000), mark))).hasSize(1);
    assertThat(found(database, search(zero, zero.plusMillis(2001), mark)))
        .containsExactly(mark + " 100 sure", mark + " 100% Sure");
  }

  private static SearchFilter search(Instant from, Instant to, String text) {
    return new SearchFilter("standup", null, from, to, text, true);
  }

  private static List<String> found(TestDatabase database, SearchFilter filter) {
    List<String> texts = new ArrayList<>();
    Cursor cursor = null;
    do {
      Cursor after = cursor;
      LineFinder.FoundPage page =
          database.inTransaction(e -> new LineFinder(e).anywhere(filter, after, 1));
      page.lines().forEach(line -> texts.add(line.text()));
      cursor = page.next(0);
    } while (cursor != null);
    return texts;
  }
}
