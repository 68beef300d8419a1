package io.roomscribe.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The words of a stored transcript, read in its order.
 *
 * @param heard each word that is there
 * @param order the same in the order of their first appearance
 * @param doubled words that are there more than once
 * @param wrong words that nobody said, or not the one to whom they are credited
 * @param offsetMs what to add to the time of a word, by {@link System#nanoTime()} in ms, for its
 *     position in the session: the median over all that was heard
 * @param offByMs how much that differs among the words
 */
record Reading(
    Set<String> heard,
    List<String> order,
    List<String> doubled,
    List<String> wrong,
    long offsetMs,
    long offByMs) {

  static Reading of(Map<String, Word> said, JsonNode lines) {
    Set<String> heard = new HashSet<>();
    List<String> order = new ArrayList<>();
    List<String> doubled = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    List<Long> offsets = new ArrayList<>();
    for (JsonNode line : lines) {
      String speaker = line.at("/speakers/0/identity").asText();
      for (JsonNode each : line.get("words")) {
        String text = each.get("text").asText().strip();
        Word word = said.get(text);
        if (word == null || !word.identity().equals(speaker)) {
          wrong.add(text + " (" + (speaker.isEmpty() ? "?" : speaker) + ")");
        }
        if (word != null && !heard.add(text)) {
          doubled.add(text);
        } else if (word != null) {
          order.add(text);
          offsets.add(each.get("startMs").asLong() - word.fromNs() / 1_000_000);
        }
      }
    }
    offsets.sort(null);
    long offsetMs = offsets.isEmpty() ? 0 : offsets.get(offsets.size() / 2);
    long offByMs = offsets.isEmpty() ? 0 : offsets.get(offsets.size() - 1) - offsets.get(0);
    return new Reading(heard, order, doubled, wrong, offsetMs, offByMs);
  }
}
