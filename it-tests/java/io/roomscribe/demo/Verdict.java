package io.roomscribe.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomscribe.standin.speech.Conversation;
import io.roomscribe.standin.speech.WordErrorRate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The transcript against what was said.
 *
 * @param words of the whole conversation, in order of time
 * @param byParticipant of each one's words against the lines credited to them, by identity; empty
 *     when nothing is credited to anybody, as one egress of the whole room does not tell who spoke
 */
record Verdict(WordErrorRate words, Map<String, WordErrorRate> byParticipant) {

  static Verdict of(Conversation conversation, JsonNode lines) {
    List<JsonNode> all = Caption.stream(lines).toList();
    Map<String, WordErrorRate> each = new TreeMap<>();
    if (all.stream().allMatch(line -> line.get("speakers").isEmpty())) {
      return new Verdict(WordErrorRate.of(conversation.heardText(), text(all)), each);
    }
    for (Conversation.Participant participant : conversation.participants()) {
      String said = texts(participant.heardClips());
      if (!said.isEmpty()) {
        String heard =
            text(
                all.stream()
                    .filter(line -> Caption.isCredited(line, participant.identity()))
                    .toList());
        each.put(participant.identity(), WordErrorRate.of(said, heard));
      }
    }
    return new Verdict(WordErrorRate.of(conversation.heardText(), text(all)), each);
  }

  /** Of the words understood, the share credited to the one who said them. */
  double attribution() {
    int credited = byParticipant.values().stream().mapToInt(Verdict::understood).sum();
    return Math.min(1, credited / (double) Math.max(1, understood(words)));
  }

  /** Those of whose words less than a third were understood and are under their own name. */
  List<String> unheard() {
    return byParticipant.entrySet().stream()
        .filter(each -> understood(each.getValue()) * 3 < each.getValue().referenceWords())
        .map(Map.Entry::getKey)
        .toList();
  }

  String report() {
    StringBuilder report = new StringBuilder();
    report.append("Word error rate       ").append(words).append('\n');
    if (byParticipant.isEmpty()) {
      return report
          .append("Attribution           none: one egress of the room does not tell who spoke\n")
          .toString();
    }
    report.append(
        String.format(
            Locale.ROOT,
            "Attribution           %.1f %% of the words understood are under the right name%n",
            100 * attribution()));
    byParticipant.forEach(
        (identity, rate) ->
            report.append(
                String.format(
                    Locale.ROOT,
                    "  %-19s %d of %d words%n",
                    identity,
                    understood(rate),
                    rate.referenceWords())));
    return report.toString();
  }

  private static int understood(WordErrorRate rate) {
    return rate.referenceWords() - rate.substitutions() - rate.deletions();
  }

  private static String texts(List<Conversation.Clip> clips) {
    return clips.stream().map(Conversation.Clip::text).collect(Collectors.joining(" "));
  }

  private static String text(List<JsonNode> lines) {
    return lines.stream().map(line -> line.get("text").asText()).collect(Collectors.joining(" "));
  }
}
