package io.roomscribe.transcripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.roomscribe.rooms.AudioGap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gaps, and batches written again, on both databases with both providers. */
class GapStorageTest {
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
  void write_ofATrackAndOfTheWholeSession_comeBackAsTheyWere(TestDatabase database) {
    String session = database.newSession("standup");
    AudioGap ofATrack = new AudioGap(session, "TR_a", "anna", 500, 1500, "UNDERRUN", "why\0");
    AudioGap ofAll = new AudioGap(session, null, null, 100, 200, "DOWN", "");
    write(database, ofATrack, ofAll);

    assertThat(stored(database, session))
        .containsExactly(
            new StoredGap(2, ofAll),
            new StoredGap(1, new AudioGap(session, "TR_a", "anna", 500, 1500, "UNDERRUN", "why")));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void write_thatTouchOrNearlyDo_areOneRow(TestDatabase database) {
    String session = database.newSession("standup");
    write(database, gap(session, "TR_a", 0, 1000), gap(session, "TR_a", 1000, 2000));
    write(database, gap(session, "TR_a", 2100, 3000));
    write(database, gap(session, "TR_a", 4000, 5000));
    assertThat(spans(database, session)).containsExactly("0-3000", "4000-5000");

    write(database, gap(session, "TR_a", 2900, 4000)); // bridges the two

    assertThat(spans(database, session)).containsExactly("0-5000");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void write_ofOtherTracksOrCauses_areRowsOfTheirOwn(TestDatabase database) {
    String session = database.newSession("standup");
    write(
        database,
        gap(session, "TR_a", 0, 1000),
        gap(session, "TR_b", 0, 1000),
        gap(session, null, 0, 1000),
        new AudioGap(session, "TR_a", null, 0, 1000, "OVERFLOW", ""));

    assertThat(stored(database, session)).hasSize(4);
    Map<String, Long> lostMs = database.inTransaction(e -> new GapFinder(e).lostMs(all(session)));
    assertThat(lostMs).isEqualTo(Map.of("UNDERRUN", 3000L, "OVERFLOW", 1000L));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void write_sameAgain_changesNothing(TestDatabase database) {
    String session = database.newSession("standup");
    AudioGap[] gaps = {gap(session, "TR_a", 0, 1000), gap(session, null, 1050, 2000)};
    write(database, gaps);
    List<StoredGap> before = stored(database, session);

    write(database, gaps);

    assertThat(stored(database, session)).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void inSession_pagesAndFilters_giveEachMatchOnceByTime(TestDatabase database) {
    String session = database.newSession("standup");
    for (int i = 0; i < 5; i++) {
      write(database, gap(session, "TR_" + i, 1000 - i / 2, 2000 + i));
    }
    write(database, gap(session, "TR_short", 0, 499), gap(session, "TR_late", 9000, 9500));

    List<String> tracks = new ArrayList<>();
    Cursor cursor = null;
    do {
      Cursor after = cursor;
      GapFilter filter = new GapFilter(session, null, 2000L, 9500L, 500);
      PartPage<StoredGap> page =
          database.inTransaction(e -> new GapFinder(e).inSession(filter, after, 2));
      page.parts().forEach(gap -> tracks.add(gap.gap().trackId()));
      cursor = page.next(0);
    } while (cursor != null);

    assertThat(tracks).containsExactly("TR_4", "TR_2", "TR_3", "TR_1", "TR_late");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void store_againAfterALostAnswer_returnsWhatIsThereWithItsNumbersAndWritesNothingTwice(
      TestDatabase database) {
    String session = database.newSession("standup");
    List<Entry> batch =
        List.of(
            Entry.of(Spoken.utterance(session, "u1", Spoken.line("anna", 0, "one")), 0),
            Entry.of(gap(session, "TR_a", 0, 1000), 0),
            Entry.of(
                Spoken.utterance(
                    session, "u2", Spoken.line("anna", 2000, "two"), Spoken.line("ben", 3000, "3")),
                0));
    List<StoredUtterance> first = database.inTransaction(e -> LineStore.write(e, batch, false));

    List<StoredUtterance> second = database.inTransaction(e -> LineStore.write(e, batch, true));

    assertThat(second).isEqualTo(first).hasSize(2);
    List<StoredUtterance> third = database.inTransaction(e -> LineStore.write(e, batch, false));
    assertThat(third).isEmpty();
    List<StoredLine> lines =
        database.inTransaction(e -> new LineFinder(e).storedAfter(session, 0, 10));
    assertThat(lines).hasSize(3);
    assertThat(stored(database, session)).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void store_ofASessionThatIsGone_failsByItsContent(TestDatabase database) {
    List<Entry> ofNobody =
        List.of(Entry.of(Spoken.utterance("gone", "u1", Spoken.line("anna", 0, "one")), 0));

    Throwable failure =
        catchThrowable(() -> database.inTransaction(e -> LineStore.write(e, ofNobody, false)));

    assertThat(StoreFailure.of(failure)).isEqualTo(StoreFailure.CONTENT);
  }

  private static void write(TestDatabase database, AudioGap... gaps) {
    database.inTransaction(
        entities -> {
          new GapWriter(entities).write(List.of(gaps));
          return true;
        });
  }

  private static List<StoredGap> stored(TestDatabase database, String session) {
    return database.inTransaction(e -> new GapFinder(e).inSession(all(session), null, 100)).parts();
  }

  private static List<String> spans(TestDatabase database, String session) {
    return stored(database, session).stream()
        .map(gap -> gap.gap().fromMs() + "-" + gap.gap().toMs())
        .toList();
  }

  private static GapFilter all(String session) {
    return new GapFilter(session, null, null, null, 0);
  }

  private static AudioGap gap(String session, String track, long fromMs, long toMs) {
    return new AudioGap(session, track, null, fromMs, toMs, "UNDERRUN", "");
  }
}
