package io.roomscribe.faults;

import io.roomscribe.standin.gladia.ToneAlphabet;
import io.roomscribe.standin.livekit.StandInTrack;
import io.roomscribe.standin.livekit.TrackSound;
import io.roomscribe.standin.speech.Resample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * People who talk in turn, five words each, with a pause between them, until they are told to stop.
 *
 * <p>Threading: {@link #begin} starts a thread, which ends soon after {@link #stop}; all else is
 * safe from any thread.
 */
final class Talk {

  /** Words of an utterance. */
  static final int WORDS = 5;

  private static final long PAUSE_NS = 700_000_000;
  private static final long AHEAD_NS = 200_000_000;
  private static final long GAP_NS = ToneAlphabet.WORD_GAP_MS * 1_000_000L;

  private final List<StandInTrack> people;
  private final List<List<Word>> utterances = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::talk, "talk");
  private volatile boolean stopped;

  Talk(List<StandInTrack> people) {
    this.people = List.copyOf(people);
  }

  void begin() {
    thread.setDaemon(true);
    thread.start();
  }

  /** Lets who speaks finish; returns when all has been said. */
  void stop() throws InterruptedException {
    stopped = true;
    thread.join();
    Moments.sleepUntil(words().get(words().size() - 1).toNs());
  }

  /** What was said, and what is about to be. */
  List<List<Word>> utterances() {
    return utterances;
  }

  List<Word> words() {
    return utterances.stream().flatMap(List::stream).toList();
  }

  private void talk() {
    long atNs = System.nanoTime() + AHEAD_NS;
    try {
      while (!stopped) {
        List<Word> next = utterance(atNs);
        utterances.add(next);
        atNs = next.get(WORDS - 1).toNs() + PAUSE_NS;
        Moments.sleepUntil(atNs - AHEAD_NS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Word> utterance(long fromNs) {
    int number = utterances.size();
    StandInTrack who = people.get(number % people.size());
    String identity = who.owner().identity();
    List<Word> words = new ArrayList<>();
    long atNs = fromNs;
    for (int i = 0; i < WORDS; i++) {
      String text = String.format(Locale.ROOT, "%c%03d", identity.charAt(0), number * WORDS + i);
      // A word's length includes the silence after it.
      long lengthNs = ToneAlphabet.durationMs(text) * 1_000_000L;
      words.add(new Word(text, identity, who.sid(), atNs, atNs + lengthNs - GAP_NS));
      atNs += lengthNs;
    }
    List<String> texts = words.stream().map(Word::text).toList();
    who.playAt(TrackSound.of(Resample.to48kStereo(ToneAlphabet.encode(texts))), fromNs);
    return words;
  }
}
