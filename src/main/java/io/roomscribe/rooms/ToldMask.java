package io.roomscribe.rooms;

import io.roomscribe.rooms.Told.Said;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The stretches of a session whose words are stored: what another stream hears there has been told.
 *
 * <p>An utterance that is stored is settled from its first word to its last. At its edges, where
 * two streams may place the same word on different sides, a word with the same text counts as told.
 *
 * <p>Units: ms since the session's position zero. Threading: immutable.
 */
final class ToldMask {

  /** Two streams may place the same word this far apart. */
  private static final long SAME_WORD_MS = 400;

  private final NavigableMap<Long, Long> spans = new TreeMap<>();
  private final NavigableMap<Long, List<String>> words = new TreeMap<>();

  ToldMask(Told told) {
    Map<String, Said> utterances = new LinkedHashMap<>();
    for (Said word : told.words()) {
      utterances.merge(word.utteranceId(), word, ToldMask::both);
      words
          .computeIfAbsent((word.startMs() + word.endMs()) / 2, at -> new ArrayList<>())
          .add(WordOverlap.plain(word.text()));
    }
    utterances.values().stream().sorted(Comparator.comparingLong(Said::startMs)).forEach(this::add);
  }

  private static Said both(Said one, Said other) {
    return new Said(
        one.utteranceId(),
        "",
        Math.min(one.startMs(), other.startMs()),
        Math.max(one.endMs(), other.endMs()));
  }

  private void add(Said utterance) {
    Map.Entry<Long, Long> before = spans.floorEntry(utterance.startMs());
    if (before != null && before.getValue() >= utterance.startMs()) {
      spans.put(before.getKey(), Math.max(before.getValue(), utterance.endMs()));
    } else {
      spans.put(utterance.startMs(), utterance.endMs());
    }
  }

  /** Whether the moment lies within what is told. */
  boolean covers(long ms) {
    Map.Entry<Long, Long> span = spans.floorEntry(ms);
    return span != null && ms <= span.getValue();
  }

  /**
   * Whether the word is one that is told, placed a little beside it.
   *
   * @param others the middles of words with the same text in its utterance, its own among them: of
   *     two, the nearer one is the one that is told
   */
  boolean repeats(String plainText, long middleMs, List<Long> others) {
    return words
        .subMap(middleMs - SAME_WORD_MS, true, middleMs + SAME_WORD_MS, true)
        .entrySet()
        .stream()
        .filter(known -> known.getValue().contains(plainText))
        .anyMatch(known -> isNearest(known.getKey(), middleMs, others));
  }

  private static boolean isNearest(long knownMs, long middleMs, List<Long> others) {
    long distance = Math.abs(knownMs - middleMs);
    return others.stream().noneMatch(other -> Math.abs(knownMs - other) < distance);
  }
}
