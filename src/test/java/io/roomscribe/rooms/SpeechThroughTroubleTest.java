package io.roomscribe.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.roomscribe.audio.Gap;
import io.roomscribe.lanes.Clock;
import io.roomscribe.lanes.RealClock;
import io.roomscribe.lanes.ThreadLanes;
import io.roomscribe.standin.gladia.Faults.Break;
import io.roomscribe.standin.gladia.GladiaStandIn;
import io.roomscribe.standin.gladia.StandInOptions;
import io.roomscribe.standin.gladia.Stats;
import io.roomscribe.transcription.AudioJournal;
import io.roomscribe.transcription.RecordingListener;
import io.roomscribe.transcription.TranscriptionListener;
import io.roomscribe.transcription.TranscriptionProvider;
import io.roomscribe.transcription.TranscriptionStream;
import io.roomscribe.transcription.gladia.TestGladia;
import io.roomscribe.transcription.journal.TestJournals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A session's speech-to-text against a service in trouble: whatever goes wrong, each word that was
 * said comes exactly once and in its place.
 */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
class SpeechThroughTroubleTest {

  private static final int BYTES_PER_SECOND = 32_000;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final SpeechPace PATIENT =
      new SpeechPace(
          Duration.ZERO, Duration.ofSeconds(2), HOUR, Duration.ofMinutes(1), Duration.ofMinutes(1));
  private static final String[] SAYINGS = {
    "alpha bravo charlie",
    "delta echo",
    "foxtrot golf hotel india juliett",
    "kilo",
    "lima mike november",
    "oscar papa quebec romeo",
    "sierra tango"
  };
  private static final String ALL = String.join(" ", SAYINGS);

  private final ThreadLanes lanes = new ThreadLanes();
  private final Clock clock = new RealClock();
  private GladiaStandIn gladia = GladiaStandIn.start(StandInOptions.tones());
  private HeardRoom room;

  @TempDir Path directory;

  @BeforeEach
  void open() {
    room = room(PATIENT);
  }

  @AfterEach
  void close() {
    gladia.close();
    lanes.close();
  }

  @Test
  void words_withoutTrouble_comeOnceAndInTheirPlaces() {
    sayAll();

    expectAllWords();
    assertThat(gladia.stats().sessions()).hasSize(1);
    assertThat(room.speakers).containsOnly("ann");
    SpeechStatus status = room.speech.status();
    assertThat(status.billedSamples()).isEqualTo(status.heardSamples());
  }

  @ParameterizedTest
  @CsvSource({"4408,3000", "4504,5200", "4403,7450", "1006,8100", "4408,9333", "4408,11000"})
  void session_endedByGladia_isFollowedByOneThatBeginsAtTheRightPlace(int code, int atMs) {
    gladia.faults().breakConnection(new Break(bytes(atMs), 0, code, true));

    sayAll();

    expectAllWords();
    assertThat(gladia.stats().sessions()).hasSize(2);
    assertThat(room.ids).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(ints = {2000, 4321, 6000, 8888})
  void session_endedWithAudioUnderWay_losesNothingOfIt(int atMs) {
    gladia.faults().breakConnection(new Break(bytes(atMs), BYTES_PER_SECOND, 4408, true));

    sayAll();

    expectAllWords();
  }

  @Test
  void sessions_endedAgainAndAgain_loseAndDoubleNothing() {
    for (int i = 0; i < 4; i++) {
      gladia.faults().breakConnection(new Break(bytes(3_000), 0, 4408, true));
    }

    sayAll();

    expectAllWords();
    assertThat(gladia.stats().sessions()).hasSizeGreaterThanOrEqualTo(4);
  }

  @Test
  void session_goneWhenReconnecting_isFollowedByAnother() {
    gladia.faults().abortAfter(bytes(6_000)).rejectUpgrades(403, 3);

    sayAll();

    expectAllWords();
    assertThat(gladia.stats().sessions()).hasSizeGreaterThan(1);
  }

  @Test
  void account_busyForLonger_isWaitedForInLine() {
    gladia.faults().rejectPosts(429, 12);
    room.says(SAYINGS[0]).pauses(900).plays();
    await()
        .atMost(RecordingListener.PATIENCE)
        .until(() -> room.speech.status().detail().contains("429"));
    assertThat(room.speech.status().waitingSamples()).isPositive();

    sayRestAndStop(1);

    expectAllWords();
    assertThat(room.speech.status().refusedSamples()).isZero();
  }

  @Test
  void service_outForLongerThanAStreamWaits_everythingIsTranscribedAfterwards() {
    room.says(SAYINGS[0]).pauses(900).plays();
    await().atMost(RecordingListener.PATIENCE).until(() -> room.words.size() == 3);
    // Posts and connections fail for longer than a stream tries.
    gladia.faults().abortAfter(0).rejectUpgrades(503, 14).rejectPosts(503, 25);

    sayRestAndStop(1);

    expectAllWords();
    assertThat(gladia.stats().sessions()).hasSizeGreaterThan(1);
  }

  @Test
  void outage_longerThanMemory_isTranscribedFromDiskWithTheRightTimesAndSpeakers() {
    gladia.faults().rejectPosts(503, 30);
    for (int i = 0; i < 20; i++) {
      room.says(SAYINGS[i % SAYINGS.length]).pauses(8_000);
    }
    room.plays();
    await()
        .atMost(RecordingListener.PATIENCE)
        .until(() -> room.speech.status().heardSamples() == room.playedMs() * 16L);
    room.forgottenBefore = room.playedMs() * 16L - 160_000;

    room.stops();
    awaitOver();

    assertThat(room.text().split(" "))
        .hasSize(2 * ALL.split(" ").length + words(SAYINGS, 20 - 2 * SAYINGS.length));
    assertThat(room.words.get(room.words.size() - 1).endMs())
        .isBetween(room.playedMs() - 9_500L, (long) room.playedMs());
    assertThat(room.speakers).hasSizeGreaterThan(15).containsOnly("ann");
  }

  @Test
  void key_refusedForAWhile_keepsTheAudioAndSaysSo() {
    gladia.faults().refuseKeys(true);
    room.says(SAYINGS[0]).pauses(900).plays();
    await()
        .atMost(RecordingListener.PATIENCE)
        .until(() -> room.speech.status().detail().contains("audio is kept"));
    assertThat(room.isOver()).isFalse();

    gladia.faults().clear();
    sayRestAndStop(1);

    expectAllWords();
  }

  @Test
  void key_refusedForTooLong_endsAndSaysWhatWasNotTranscribed() {
    room = room(new SpeechPace(Duration.ZERO, Duration.ofSeconds(2), HOUR, Duration.ZERO, HOUR));
    gladia.faults().refuseKeys(true);

    room.says(SAYINGS[0]).pauses(900).plays();
    awaitOver();

    assertThat(room.ends.get(0).complete()).isFalse();
    assertThat(room.gaps).extracting(Gap::cause).containsOnly(Gap.Cause.UNTRANSCRIBED);
  }

  @Test
  void silence_long_isNotSentAndTheFirstWordAfterItSurvives() {
    room = room(parking(Duration.ofSeconds(3)));
    for (int i = 0; i < SAYINGS.length; i++) {
      room.says(SAYINGS[i]).pauses(20_000).plays();
      int expected = words(SAYINGS, i + 1);
      awaitWhileSilent(() -> room.words.size() >= expected);
      awaitWhileSilent(() -> room.speech.status().state().equals("PARKED"));
    }
    room.stops();

    expectAllWords();
    SpeechStatus status = room.speech.status();
    assertThat(gladia.stats().sessions()).hasSize(SAYINGS.length);
    assertThat(status.billedSamples()).isLessThan(status.heardSamples() / 2);
    assertThat(status.heardSamples()).isEqualTo(room.playedMs() * 16L);
  }

  @Test
  void silence_inABacklog_isLeftOutToo() {
    room = room(parking(Duration.ofSeconds(3)));
    gladia.faults().rejectPosts(429, 10);
    for (String saying : SAYINGS) {
      room.says(saying).pauses(20_000);
    }
    room.plays();
    room.stops();

    expectAllWords();
    SpeechStatus status = room.speech.status();
    assertThat(status.billedSamples()).isLessThan(status.heardSamples() * 2 / 3);
  }

  @Test
  void stream_thatGrowsTooLong_isFollowedByAnotherAtAPause() {
    room =
        room(
            new SpeechPace(
                Duration.ZERO, Duration.ofSeconds(2), Duration.ofSeconds(9), HOUR, HOUR));
    for (String saying : SAYINGS) {
      room.says(saying).pauses(2_500).plays();
      int expected = room.words.size() + saying.split(" ").length;
      awaitWhileSilent(() -> room.words.size() >= expected);
    }
    room.stops();

    expectAllWords();
    assertThat(gladia.stats().sessions()).hasSizeBetween(2, 6);
    assertThat(gladia.stats().sessions())
        .extracting(Stats.Session::bytesAccepted)
        .allMatch(accepted -> accepted < bytes(20_000));
  }

  @Test
  void journal_full_losesWhatComesThenAndDeclaresIt() {
    room = room(PATIENT, TestJournals.open(directory, Duration.ofSeconds(5), lanes, clock));
    gladia.faults().rejectPosts(429, 20);
    room.says("alpha bravo charlie delta echo foxtrot").plays();
    room.says("golf hotel india juliett kilo lima").pauses(1_000).plays();
    await()
        .atMost(RecordingListener.PATIENCE)
        .until(() -> room.speech.status().refusedSamples() > 0);
    awaitWhileSilent(
        () ->
            room.speech.status().state().equals("OPEN")
                && room.speech.status().waitingSamples() < HeardRoom.RATE_HZ);
    room.says("mike november").pauses(1_000).plays();
    room.stops();
    awaitOver();

    assertThat(room.text()).startsWith("alpha bravo charlie").endsWith("mike november");
    assertThat(room.gaps).isNotEmpty().extracting(Gap::cause).containsOnly(Gap.Cause.JOURNAL_FULL);
    assertThat(room.gaps.stream().mapToLong(gap -> gap.toSamples() - gap.fromSamples()).sum())
        .isEqualTo(room.speech.status().refusedSamples());
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 3, 5})
  void troubles_atRandom_loseAndDoubleNothing(long seed) {
    // Waits for acknowledgements and finals that are withheld add up to more than a minute.
    room = room(parking(Duration.ZERO));
    Random random = new Random(seed);
    int[] codes = {1006, 1011, 4500, 4408, 4504, 1009};
    for (int i = 0; i < 5; i++) {
      int code = codes[random.nextInt(codes.length)];
      long swallowed = random.nextBoolean() ? 0 : random.nextInt(BYTES_PER_SECOND) & ~1;
      gladia
          .faults()
          .breakConnection(
              new Break(bytes(random.nextInt(9_000)), swallowed, code, code / 100 == 44));
    }
    gladia.faults().rejectPosts(random.nextBoolean() ? 429 : 503, random.nextInt(4));
    gladia.faults().withholdAcks(random.nextInt(20)).withholdFinals(random.nextInt(2));

    sayAll();
    await().atMost(RecordingListener.PATIENCE.multipliedBy(8)).until(room::isOver);

    expectAllWords();
  }

  private void sayAll() {
    sayRestAndStop(0);
  }

  private void sayRestAndStop(int first) {
    for (int i = first; i < SAYINGS.length; i++) {
      room.says(SAYINGS[i]).pauses(900);
    }
    room.plays();
    room.stops();
  }

  private void expectAllWords() {
    awaitOver();
    assertThat(room.text()).isEqualTo(ALL);
    assertThat(room.ends).hasSize(1);
    assertThat(room.ends.get(0).complete()).isTrue();
    assertThat(room.gaps).isEmpty();
  }

  /** The room goes on, as it does in life, and nobody speaks. */
  private void awaitWhileSilent(java.util.concurrent.Callable<Boolean> condition) {
    await()
        .atMost(RecordingListener.PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              room.pauses(100).plays();
              return condition.call();
            });
  }

  private void awaitOver() {
    await().atMost(RecordingListener.PATIENCE.multipliedBy(2)).until(room::isOver);
  }

  private static SpeechPace parking(Duration after) {
    return new SpeechPace(after, Duration.ofSeconds(2), HOUR, HOUR, HOUR);
  }

  private static long bytes(int ms) {
    return (long) ms * BYTES_PER_SECOND / 1000 / 2 * 2;
  }

  private static int words(String[] sayings, int count) {
    int words = 0;
    for (int i = 0; i < count; i++) {
      words += sayings[i].split(" ").length;
    }
    return words;
  }

  private HeardRoom room(SpeechPace pace) {
    return room(pace, TestJournals.open(directory, HOUR, lanes, clock));
  }

  private HeardRoom room(SpeechPace pace, AudioJournal journal) {
    TranscriptionProvider provider = TestGladia.provider(gladia, lanes, clock);
    return new HeardRoom(
        clock,
        lanes,
        new Recogniser() {
          @Override
          public TranscriptionStream open(TranscriptionListener listener) {
            return provider.open(TestGladia.options(), listener);
          }

          @Override
          public AudioJournal journal() {
            return journal;
          }

          @Override
          public SpeechPace pace() {
            return pace;
          }
        });
  }
}
