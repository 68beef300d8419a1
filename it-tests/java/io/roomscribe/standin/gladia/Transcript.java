package io.roomscribe.standin.gladia;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The utterances of one session, in the shapes that messages and results have.
 *
 * <p>A partial and its final share an id; ids count per channel. Texts and words carry a leading
 * space, as the official SDK's tests expect.
 *
 * <p>Threading: confined to the lane.
 */
final class Transcript {

  private final String language;
  private final int[] utterances;
  private final List<ObjectNode> finals = new ArrayList<>();

  Transcript(int channels, String language) {
    this.language = language;
    utterances = new int[channels];
  }

  /** The data of a transcript message; a final is kept. */
  ObjectNode data(int channel, boolean isFinal, List<HeardWord> words) {
    ObjectNode utterance = utterance(channel, words);
    ObjectNode data = Json.object();
    data.put("id", String.format(Locale.ROOT, "%02d_%08d", channel, utterances[channel]));
    data.put("is_final", isFinal);
    data.set("utterance", utterance);
    if (isFinal) {
      utterances[channel]++;
      finals.add(utterance);
    }
    return data;
  }

  /** Everything final: {@code full_transcript}, {@code languages}, {@code utterances}. */
  ObjectNode result() {
    ArrayNode all = Json.array();
    StringBuilder text = new StringBuilder();
    finals.stream()
        .sorted(Comparator.comparingDouble((JsonNode each) -> each.path("start").asDouble()))
        .forEach(
            each -> {
              all.add(each.deepCopy());
              text.append(each.path("text").asText());
            });
    ObjectNode result = Json.object();
    result.put("full_transcript", text.toString().trim());
    result.set("languages", finals.isEmpty() ? Json.array() : Json.array().add(language));
    result.set("utterances", all);
    return result;
  }

  private ObjectNode utterance(int channel, List<HeardWord> words) {
    ArrayNode spelled = Json.array();
    StringBuilder text = new StringBuilder();
    double confidence = 0;
    for (HeardWord word : words) {
      text.append(' ').append(word.text());
      confidence += word.confidence() / words.size();
      spelled
          .addObject()
          .put("word", " " + word.text())
          .put("start", Json.seconds(word.startS()))
          .put("end", Json.seconds(word.endS()))
          .put("confidence", hundredths(word.confidence()));
    }
    ObjectNode utterance = Json.object();
    utterance.put("text", text.toString());
    utterance.put("start", Json.seconds(words.get(0).startS()));
    utterance.put("end", Json.seconds(words.get(words.size() - 1).endS()));
    utterance.put("language", language);
    utterance.put("confidence", hundredths(confidence));
    utterance.put("channel", channel);
    utterance.set("words", spelled);
    return utterance;
  }

  private static double hundredths(double exact) {
    return Math.round(exact * 100) / 100.0;
  }
}
