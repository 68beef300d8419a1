package io.roomscribe.rooms;

import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.ManualClock;
import io.roomscribe.lanes.ManualLanes;
import io.roomscribe.transcription.StreamEnd;
import io.roomscribe.transcription.TranscriptionException;
import io.roomscribe.transcription.TranscriptionListener;
import io.roomscribe.transcription.TranscriptionStream;
import io.roomscribe.transcription.Utterance;
import io.roomscribe.transcription.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A recogniser that reads words out of the samples themselves: a run of equal samples above zero is
 * the word of that number. Finals follow pauses, late, and place words a little differently each
 * time.
 */
final class ScriptedStream implements TranscriptionStream {

  private static final int PAUSE = 16 * 400;
  private static final int SHORTEST = 16 * 150;

  private final TranscriptionListener listener;
  private final ManualClock clock;
  private final ManualLanes lanes;
  private final Lane lane;
  private final Random random;
  private final long latestFinalMs;
  private final List<Word> words = new ArrayList<>();
  private long position;
  private long wordFrom;
  private long quietSince;
  private int word;
  private int finals;
  private long lastDueMs;
  private boolean deaf;
  private boolean ended;

  ScriptedStream(
      TranscriptionListener listener, Surroundings around, Random random, long latestFinalMs) {
    this.listener = listener;
    this.clock = around.clock();
    this.lanes = around.lanes();
    this.lane = lanes.computeLane("scripted", 100_000);
    this.random = random;
    this.latestFinalMs = latestFinalMs;
    listener.onOpen("scripted");
    listener.onConnected();
  }

  /** Its time, and where it runs. */
  record Surroundings(ManualClock clock, ManualLanes lanes) {}

  @Override
  public boolean send(short[] samples, int offset, int length) {
    if (deaf) {
      return false;
    }
    for (int i = offset; i < offset + length; i++) {
      take(samples[i]);
    }
    listener.onAcknowledged(position);
    return true;
  }

  private void take(int sample) {
    if (sample != word) {
      endWord();
      word = sample;
      wordFrom = position;
      quietSince = position;
    }
    position++;
    if (word == 0 && position - quietSince == PAUSE) {
      utter();
    }
  }

  private void endWord() {
    if (word > 0 && position - wordFrom >= SHORTEST) {
      long jitter = random.nextInt(121) - 60;
      long startMs = Math.max(0, wordFrom / 16 + jitter);
      words.add(new Word("w" + word, startMs, startMs + (position - wordFrom) / 16, 1));
      listener.onUtterance(utterance(false));
    }
  }

  private void utter() {
    if (words.isEmpty()) {
      return;
    }
    Utterance said = utterance(true);
    words.clear();
    finals++;
    later(() -> listener.onUtterance(said));
  }

  private Utterance utterance(boolean isFinal) {
    List<String> texts = words.stream().map(Word::text).toList();
    long startMs = words.get(0).startMs();
    long endMs = words.get(words.size() - 1).endMs();
    String text = String.join(" ", texts);
    return new Utterance("u" + finals, 0, isFinal, startMs, endMs, text, "en", 1, words);
  }

  /** In order, whatever the delays. */
  private void later(Runnable report) {
    long nowMs = clock.nanoTime() / 1_000_000;
    lastDueMs = Math.max(lastDueMs, nowMs + random.nextLong(latestFinalMs));
    lanes.after(
        Duration.ofMillis(lastDueMs - nowMs),
        lane,
        () -> {
          if (!ended) {
            report.run();
          }
        });
  }

  @Override
  public void finish() {
    deaf = true;
    endWord();
    utter();
    later(() -> end(StreamEnd.completed()));
  }

  @Override
  public void abort() {
    end(fails(TranscriptionException.Category.UNAVAILABLE));
  }

  /** The service ends it while it hears: what it has not said it never will. */
  void breaks() {
    if (!deaf) {
      deaf = true;
      end(fails(TranscriptionException.Category.EXPIRED));
    }
  }

  private static StreamEnd fails(TranscriptionException.Category category) {
    return StreamEnd.failed(new TranscriptionException(category, "scripted"));
  }

  private void end(StreamEnd how) {
    if (!ended) {
      ended = true;
      listener.onEnd(how);
    }
  }
}
