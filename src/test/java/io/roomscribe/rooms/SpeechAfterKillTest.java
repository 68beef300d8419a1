package io.roomscribe.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomscribe.audio.Gap;
import io.roomscribe.audio.TrackSpeech;
import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.ManualClock;
import io.roomscribe.lanes.ManualLanes;
import io.roomscribe.transcription.AudioJournal;
import io.roomscribe.transcription.StreamEnd;
import io.roomscribe.transcription.TranscriptionListener;
import io.roomscribe.transcription.TranscriptionStream;
import io.roomscribe.transcription.Utterance;
import io.roomscribe.transcription.journal.TestJournals;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A session whose process is killed, again and again and at any moment: of what was heard each word
 * is told exactly once, by whichever process.
 */
class SpeechAfterKillTest {

  private static final int BLOCK = 1_600;
  private static final Duration STEP = Duration.ofMillis(100);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int STEPS = 900;

  @TempDir Path directory;

  private Random random = new Random();
  private Path journals;
  private ManualClock clock;

  /** The words' numbers by their first sample, and how long they are. */
  private TreeMap<Long, Integer> script;

  private static final int WORD = 16 * 300;

  /** Whether a block was heard. */
  private boolean[] heard;

  private List<SpokenUtterance> stored;
  private boolean databaseAway;
  private SpeechPace pace;
  private String scenario;

  @Test
  void words_heardBeforeAndAfterKillsAnywhere_areToldOnceEach() throws IOException {
    for (long seed = 0; seed < 25; seed++) {
      begin(seed);
      int at = 0;
      int kills = 1 + random.nextInt(3);
      for (int kill = 0; kill < kills; kill++) {
        Process process = new Process();
        int until = Math.min(STEPS, at + 10 + random.nextInt(STEPS / kills));
        process.plays(at, until);
        boolean suspended = random.nextInt(4) == 0;
        if (suspended) {
          process.suspends();
        }
        process.isKilled();
        at = Math.min(STEPS, until + random.nextInt(40));
      }
      Process last = new Process();
      last.plays(at, STEPS);
      last.finishes();

      expectEachWordOnce();
    }
  }

  private void begin(long seed) {
    random = new Random(seed);
    scenario = "seed " + seed;
    journals = directory.resolve(scenario);
    clock = new ManualClock();
    heard = new boolean[STEPS];
    stored = new ArrayList<>();
    databaseAway = false;
    script = new TreeMap<>();
    Duration parkAfter = random.nextBoolean() ? Duration.ZERO : Duration.ofSeconds(5);
    Duration rollOver = random.nextBoolean() ? HOUR : Duration.ofSeconds(20);
    pace = new SpeechPace(parkAfter, Duration.ofSeconds(2), rollOver, HOUR, HOUR);
    long at = 0;
    for (int number = 1; at < (long) STEPS * BLOCK; number++) {
      at += 16L * (random.nextInt(4) > 0 ? 60 : 600 + random.nextInt(random.nextInt(9_000) + 1));
      script.put(at, number);
      at += WORD;
    }
  }

  private void expectEachWordOnce() {
    Map<String, Integer> told = new TreeMap<>();
    for (SpokenUtterance utterance : stored) {
      for (SpokenLine line : utterance.lines()) {
        for (SpokenWord word : line.words()) {
          told.merge(word.text(), 1, Integer::sum);
          int number = Integer.parseInt(word.text().substring(1));
          long startMs =
              script.entrySet().stream()
                      .filter(each -> each.getValue() == number)
                      .findFirst()
                      .orElseThrow()
                      .getKey()
                  / 16;
          assertThat(word.startMs()).as(scenario).isBetween(startMs - 200, startMs + 500);
        }
      }
    }
    List<String> wrong = new ArrayList<>();
    script.forEach(
        (from, number) -> {
          int times = told.getOrDefault("w" + number, 0);
          if (times > 1 || (times == 0 && isHeard(from))) {
            wrong.add("w" + number + " at " + from / 16 + " ms: " + times + " times");
          }
        });
    assertThat(wrong).as(scenario).isEmpty();
    assertThat(stored)
        .as(scenario)
        .extracting(SpokenUtterance::utteranceId)
        .doesNotHaveDuplicates();
    assertThat(stored.stream().flatMap(each -> each.lines().stream()))
        .as(scenario)
        .allMatch(line -> line.speakers().isEmpty() || line.speakers().get(0).name().equals("Ann"));
  }

  private boolean isHeard(long from) {
    for (long block = from / BLOCK; block <= (from + WORD) / BLOCK; block++) {
      if (block >= STEPS || !heard[(int) block]) {
        return false;
      }
    }
    return true;
  }

  private int wordAt(long sample) {
    Map.Entry<Long, Integer> word = script.floorEntry(sample);
    return word != null && sample < word.getKey() + WORD ? word.getValue() : 0;
  }

  /** One life of the session. */
  private final class Process implements SpeechOwner {

    private final ManualLanes lanes = new ManualLanes(clock);
    private final Lane lane = lanes.computeLane("room", 100_000);
    private final List<Unstored> line = new ArrayList<>();
    private final List<ScriptedStream> streams = new ArrayList<>();
    private final RoomSpeech speech;
    private long firstHeard = Long.MAX_VALUE;
    private boolean over;

    private record Unstored(SpokenUtterance utterance, CompletableFuture<Void> stored) {}

    Process() throws IOException {
      AudioJournal journal = TestJournals.reopen(journals, HOUR, lanes, clock);
      Told told = told(journal.start() / 32);
      speech =
          new RoomSpeech(
              new RoomAudio.Parts(clock, lanes, recogniser(journal, told), this),
              lane,
              this::speechBetween);
      if (journal.end() > 0) {
        speech.resume();
      }
      speech.knows("TR_a", new Speaker("ann", "Ann"));
    }

    private Told told(long fromMs) {
      List<Told.Said> words = new ArrayList<>();
      int last = 0;
      for (SpokenUtterance utterance : stored) {
        String id = utterance.utteranceId();
        last = Math.max(last, Integer.parseInt(id.substring(0, id.indexOf('-'))));
        for (SpokenLine spoken : utterance.lines()) {
          spoken.words().stream()
              .filter(word -> word.endMs() >= fromMs)
              .forEach(w -> words.add(new Told.Said(id, w.text(), w.startMs(), w.endMs())));
        }
      }
      return new Told(last, words);
    }

    private Recogniser recogniser(AudioJournal journal, Told told) {
      long latestFinalMs = 1 + random.nextInt(4_000);
      return new Recogniser() {
        @Override
        public TranscriptionStream open(TranscriptionListener listener) {
          streams.add(
              new ScriptedStream(
                  listener, new ScriptedStream.Surroundings(clock, lanes), random, latestFinalMs));
          return streams.get(streams.size() - 1);
        }

        @Override
        public AudioJournal journal() {
          return journal;
        }

        @Override
        public Told told() {
          return told;
        }

        @Override
        public SpeechPace pace() {
          return pace;
        }
      };
    }

    void plays(int from, int to) {
      for (int step = from; step < to && !over; step++) {
        long position = (long) step * BLOCK;
        firstHeard = Math.min(firstHeard, position);
        short[] block = new short[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
          block[i] = (short) wordAt(position + i);
        }
        heard[step] = true;
        lane.offer(() -> speech.heard(block, position));
        trouble();
        passes();
      }
    }

    private void trouble() {
      databaseAway ^= random.nextInt(100) == 0;
      if (random.nextInt(250) == 0 && !streams.isEmpty()) {
        streams.get(streams.size() - 1).breaks();
      }
    }

    private void passes() {
      lanes.advance(STEP);
      int count = databaseAway ? 0 : random.nextInt(line.size() + 1);
      line.subList(0, count).forEach(this::store);
      line.subList(0, count).clear();
      lanes.run();
    }

    private void store(Unstored one) {
      stored.add(one.utterance());
      one.stored().complete(null);
    }

    /** What the write-ahead log has comes into the database; the last ones may not be in it. */
    void isKilled() {
      int kept = random.nextBoolean() ? line.size() : random.nextInt(line.size() + 1);
      line.subList(0, kept).forEach(one -> stored.add(one.utterance()));
      line.clear();
    }

    void suspends() {
      CompletionStage<Void> kept = speech.suspend();
      lanes.run();
      assertThat(kept.toCompletableFuture()).as(scenario).isCompleted();
    }

    void finishes() {
      databaseAway = false;
      lane.offer(speech::finish);
      for (int i = 0; i < 3_000 && !over; i++) {
        passes();
      }
      assertThat(over).as(scenario).isTrue();
      line.forEach(this::store);
    }

    private List<TrackSpeech> speechBetween(long from, long to) {
      int loud = 0;
      for (long at = Math.max(from, firstHeard); at < to; at++) {
        loud += wordAt(at) > 0 ? 1 : 0;
      }
      double share = (double) loud / Math.max(1, to - from);
      return loud == 0 ? List.of() : List.of(new TrackSpeech("TR_a", share, 0.05));
    }

    @Override
    public CompletionStage<Void> spoken(
        String utteranceId, Utterance utterance, List<SpokenLine> lines) {
      if (!utterance.isFinal()) {
        return CompletableFuture.completedFuture(null);
      }
      CompletableFuture<Void> storing = new CompletableFuture<>();
      line.add(
          new Unstored(
              new SpokenUtterance("s", "r", utteranceId, true, "en", clock.now(), lines), storing));
      return storing;
    }

    @Override
    public void missing(List<Gap> gaps) {
      assertThat(gaps).as(scenario).isEmpty();
    }

    @Override
    public void statusChanged() {}

    @Override
    public void over(StreamEnd end) {
      over = true;
    }
  }
}
