package io.roomscribe.rooms;

import io.roomscribe.audio.RoomMixer;
import io.roomscribe.transcription.Utterance;
import io.roomscribe.transcription.Word;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Keeps what two streams both heard from being told twice: of each, only the words whose middle
 * lies within its window count, and a word near the seam that was settled already with the same
 * text and at about the same time does not count again.
 *
 * <p>Threading: confined to the room lane.
 */
final class WordOverlap {

  private static final int SAMPLES_PER_MS = RoomMixer.OUTPUT_RATE_HZ / 1_000;
  private static final int REMEMBERED = 32;

  /** Two streams may place the same word this far apart. */
  private static final long SAME_WORD_MS = 400;

  private final Deque<Settled> latest = new ArrayDeque<>();
  private final ToldMask told;

  /**
   * Knows no stream yet.
   *
   * @param told what was told before any of them
   */
  WordOverlap(ToldMask told) {
    this.told = told;
  }

  private record Settled(int window, String text, long middleMs) {}

  /** What of the utterance counts; empty when nothing does. */
  Optional<Utterance> counting(SpeechWindow window, Utterance utterance) {
    if (utterance.words().isEmpty()) {
      long middle = (utterance.startMs() + utterance.endMs()) / 2;
      long middleMs = onClock(window, middle);
      boolean counts = isWithin(window, middleMs) && !told.covers(middleMs);
      return counts ? Optional.of(utterance) : Optional.empty();
    }
    List<Word> words = new ArrayList<>(utterance.words());
    words.removeIf(word -> !counts(window, word) || isTold(window, word, utterance.words()));
    if (words.size() == utterance.words().size()) {
      return Optional.of(utterance);
    }
    return words.isEmpty() ? Optional.empty() : Optional.of(shortened(utterance, words));
  }

  /** Remembers the words of a final that counted, for the seam that may come. */
  void settled(SpeechWindow window, Utterance utterance) {
    for (Word word : utterance.words()) {
      latest.add(new Settled(window.number(), plain(word.text()), onClock(window, middle(word))));
      if (latest.size() > REMEMBERED) {
        latest.remove();
      }
    }
  }

  private boolean counts(SpeechWindow window, Word word) {
    long middleMs = onClock(window, middle(word));
    return isWithin(window, middleMs) && !isSettled(window, word, middleMs);
  }

  private boolean isTold(SpeechWindow window, Word word, List<Word> all) {
    long middleMs = onClock(window, middle(word));
    List<Long> same =
        all.stream()
            .filter(other -> plain(other.text()).equals(plain(word.text())))
            .map(other -> onClock(window, middle(other)))
            .toList();
    return told.covers(middleMs) || told.repeats(plain(word.text()), middleMs, same);
  }

  private static boolean isWithin(SpeechWindow window, long middleMs) {
    long middle = middleMs * SAMPLES_PER_MS;
    return middle >= window.countsFrom() && middle < window.countsTo();
  }

  private boolean isSettled(SpeechWindow window, Word word, long middleMs) {
    boolean nearSeam = middleMs - window.countsFrom() / SAMPLES_PER_MS <= SAME_WORD_MS;
    return nearSeam
        && latest.stream()
            .anyMatch(
                known ->
                    known.window != window.number()
                        && Math.abs(known.middleMs - middleMs) <= SAME_WORD_MS
                        && known.text.equals(plain(word.text())));
  }

  private static Utterance shortened(Utterance utterance, List<Word> words) {
    return new Utterance(
        utterance.id(),
        utterance.channel(),
        utterance.isFinal(),
        words.get(0).startMs(),
        words.get(words.size() - 1).endMs(),
        words.stream().map(Word::text).collect(Collectors.joining(" ")),
        utterance.language(),
        utterance.confidence(),
        words);
  }

  private static long middle(Word word) {
    return (word.startMs() + word.endMs()) / 2;
  }

  private static long onClock(SpeechWindow window, long ms) {
    return window.begin() / SAMPLES_PER_MS + ms;
  }

  /** The text without what streams may write differently. */
  static String plain(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }
}
