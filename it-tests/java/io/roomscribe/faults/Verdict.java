package io.roomscribe.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is stored of a session against what was said.
 *
 * @param said words said
 * @param inGaps of them, those that are missing because a declared gap covers them
 * @param lost those missing without a gap that covers them
 * @param doubled those stored more than once
 * @param wrong words under a wrong name or none, and words that nobody said
 * @param misplaced words that would have to move for the order to be right
 * @param offByS how much the times of the words differ among themselves from when they were said
 * @param gaps all that are declared from the first word on, in ms since the session's position zero
 * @param gapS the audio declared missing, in seconds, of the microphone that misses most
 * @param heardS the room's audio that was taken in, in seconds
 * @param unsentS of it, what speech-to-text has not taken
 */
record Verdict(
    int said,
    int inGaps,
    List<String> lost,
    List<String> doubled,
    List<String> wrong,
    int misplaced,
    double offByS,
    List<String> gaps,
    double gapS,
    double heardS,
    double unsentS) {

  /**
   * How far a word's place in the session may be off when it is asked whether a gap covers it: the
   * jitter target is rounded to blocks, and an egress begins anywhere in one.
   */
  private static final long TOLERANCE_MS = 600;

  /** Late audio is mixed late, for as long as it takes to catch up. */
  private static final double MOST_OFF_S = 2;

  /** What is counted is stored now and then: a process that was killed knew more of it. */
  private static final double MOST_UNSENT_S = 2;

  /** What the REST API gives of an ended session. */
  record Stored(JsonNode lines, JsonNode gaps, JsonNode transcription) {}

  /** A stretch of the session, in ms since its position zero. */
  private record Stretch(String trackId, long fromMs, long toMs, String cause) {

    @Override
    public String toString() {
      return cause + " " + fromMs + ".." + toMs + (trackId.isEmpty() ? "" : " of " + trackId);
    }

    boolean isOf(String track) {
      return trackId.isEmpty() || trackId.equals(track);
    }
  }

  /** Of a conversation that did not come about. */
  static Verdict none() {
    return new Verdict(0, 0, List.of(), List.of(), List.of(), 0, 0, List.of(), 0, 0, 0);
  }

  static Verdict of(List<Word> said, Stored stored) {
    Map<String, Word> byText = new HashMap<>();
    said.forEach(word -> byText.put(word.text(), word));
    Reading reading = Reading.of(byText, stored.lines());
    // Before anybody speaks egresses begin, which costs a gap without any fault.
    long beganMs = said.stream().mapToLong(word -> atMs(word, reading)).min().orElse(0);
    List<Stretch> gaps = gaps(stored.gaps()).stream().filter(gap -> gap.toMs() > beganMs).toList();
    List<String> lost = new ArrayList<>();
    int inGaps = 0;
    for (Word word : said) {
      if (!reading.heard().contains(word.text())) {
        boolean covered = isCovered(word, gaps, reading);
        inGaps += covered ? 1 : 0;
        if (!covered) {
          lost.add(word.text() + " (" + word.trackId() + " at " + atMs(word, reading) + ")");
        }
      }
    }
    JsonNode audio = stored.transcription();
    double heardS = audio.get("heardMs").asLong() / 1000.0;
    return new Verdict(
        said.size(),
        inGaps,
        lost,
        reading.doubled(),
        reading.wrong(),
        Order.misplaced(reading.order().stream().map(byText::get).map(Word::fromNs).toList()),
        reading.offByMs() / 1000.0,
        gaps.stream().map(Stretch::toString).toList(),
        longestMs(gaps, said) / 1000.0,
        heardS,
        Math.max(0, heardS - audio.get("billedMs").asLong() / 1000.0)
            + audio.get("waitingMs").asLong() / 1000.0);
  }

  private static long atMs(Word word, Reading reading) {
    return word.fromNs() / 1_000_000 + reading.offsetMs();
  }

  /** Why it is not good. */
  List<String> failures() {
    List<String> failures = new ArrayList<>();
    failures.addAll(failure("lost", lost));
    if (offByS > MOST_OFF_S) {
      failures.add("times of words are off by up to " + offByS + " s");
    }
    if (unsentS > MOST_UNSENT_S) {
      failures.add(unsentS + " s of audio were never taken by speech-to-text");
    }
    if (!lost.isEmpty()) {
      failures.add("declared gaps: " + gaps);
    }
    failures.addAll(failure("doubled", doubled));
    failures.addAll(failure("wrong", wrong));
    if (misplaced > 0) {
      failures.add(misplaced + " words out of order");
    }
    return failures;
  }

  private static List<String> failure(String what, List<String> words) {
    return words.isEmpty() ? List.of() : List.of(what + ": " + String.join(" ", words));
  }

  private static List<Stretch> gaps(JsonNode gaps) {
    List<Stretch> all = new ArrayList<>();
    for (JsonNode gap : gaps) {
      all.add(
          new Stretch(
              gap.path("trackId").isNull() ? "" : gap.get("trackId").asText(),
              gap.get("fromMs").asLong(),
              gap.get("toMs").asLong(),
              gap.get("cause").asText()));
    }
    return all;
  }

  private static boolean isCovered(Word word, List<Stretch> gaps, Reading reading) {
    long fromMs = atMs(word, reading);
    long toMs = fromMs + (word.toNs() - word.fromNs()) / 1_000_000;
    return gaps.stream()
        .anyMatch(
            gap ->
                gap.isOf(word.trackId())
                    && gap.fromMs() - TOLERANCE_MS < toMs
                    && gap.toMs() + TOLERANCE_MS > fromMs);
  }

  private static long longestMs(List<Stretch> gaps, Collection<Word> said) {
    Set<String> tracks = new HashSet<>();
    said.forEach(word -> tracks.add(word.trackId()));
    return tracks.stream().mapToLong(track -> unionMs(gaps, track)).max().orElse(0);
  }

  private static long unionMs(List<Stretch> gaps, String track) {
    long sum = 0;
    long coveredTo = Long.MIN_VALUE;
    for (Stretch gap :
        gaps.stream()
            .filter(each -> each.isOf(track))
            .sorted(java.util.Comparator.comparingLong(Stretch::fromMs))
            .toList()) {
      long from = Math.max(coveredTo, gap.fromMs());
      sum += Math.max(0, gap.toMs() - from);
      coveredTo = Math.max(coveredTo, gap.toMs());
    }
    return sum;
  }
}
