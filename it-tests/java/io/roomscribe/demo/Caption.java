package io.roomscribe.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A caption as it came.
 *
 * @param arrivedNanos when it had come to the reader, by {@link System#nanoTime()}
 * @param isFinal whether it is settled and stored
 * @param utteranceId the same in partials and their final
 * @param lines one for each speaker, as the API gives them
 */
record Caption(long arrivedNanos, boolean isFinal, String utteranceId, JsonNode lines) {

  static Caption of(long arrivedNanos, boolean isFinal, JsonNode event) {
    return new Caption(
        arrivedNanos, isFinal, event.path("utteranceId").asText(), event.get("lines"));
  }

  /** Whether these are its words, in whatever order: lines of several speakers are sorted apart. */
  boolean says(Stream<String> words) {
    List<String> own =
        stream(lines)
            .flatMap(line -> Stream.of(line.get("text").asText().strip().split("\\s+")))
            .sorted()
            .toList();
    return own.equals(words.sorted().toList());
  }

  /**
   * Whether any of it overlaps these times, in session ms, and is credited to this participant or
   * to nobody.
   */
  boolean isOf(String identity, long fromMs, long toMs) {
    return stream(lines)
        .anyMatch(
            line ->
                (isCredited(line, identity) || line.get("speakers").isEmpty())
                    && line.get("startMs").asLong() < toMs
                    && line.get("endMs").asLong() > fromMs);
  }

  static boolean isCredited(JsonNode line, String identity) {
    return stream(line.get("speakers"))
        .anyMatch(speaker -> speaker.get("identity").asText().equals(identity));
  }

  /** {@code 0:07.3 Alice: text}. */
  static String format(JsonNode line) {
    long ms = line.get("startMs").asLong();
    return String.format(
        Locale.ROOT,
        "%3d:%04.1f  %-15s %s",
        ms / 60_000,
        ms % 60_000 / 1000.0,
        speakers(line) + ":",
        line.get("text").asText());
  }

  /** The elements of an array. */
  static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static String speakers(JsonNode line) {
    String names =
        stream(line.get("speakers"))
            .map(speaker -> speaker.get("name").asText())
            .collect(Collectors.joining(" + "));
    return names.isEmpty() ? "?" : names;
  }
}
