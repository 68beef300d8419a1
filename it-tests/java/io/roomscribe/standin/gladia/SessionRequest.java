package io.roomscribe.standin.gladia;

import static io.roomscribe.standin.gladia.BodyRule.arrayOf;
import static io.roomscribe.standin.gladia.BodyRule.bool;
import static io.roomscribe.standin.gladia.BodyRule.freeObject;
import static io.roomscribe.standin.gladia.BodyRule.integer;
import static io.roomscribe.standin.gladia.BodyRule.mapOf;
import static io.roomscribe.standin.gladia.BodyRule.number;
import static io.roomscribe.standin.gladia.BodyRule.object;
import static io.roomscribe.standin.gladia.BodyRule.oneOf;
import static io.roomscribe.standin.gladia.BodyRule.string;
import static io.roomscribe.standin.gladia.BodyRule.textOr;
import static io.roomscribe.standin.gladia.BodyRule.uri;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The body of {@code POST /v2/live}: what it may hold and what it means where it is silent.
 *
 * <p>Threading: immutable by use; the node is not changed after construction.
 *
 * <p>Source: Gladia's OpenAPI (2026-05). {@code words_accurate_timestamps} is not in it, yet the
 * official migration guide and the LiveKit plugin send it, so it is accepted; all else that is
 * unknown is refused, as the service does.
 *
 * @param body as sent
 */
record SessionRequest(ObjectNode body) {

  private static final String[] LANGUAGES =
      ("af am ar as az ba be bg bn bo br bs ca cs cy da de el en es et eu fa fi fo fr gl gu ha haw"
              + " he hi hr ht hu hy id is it ja jw ka kk km kn ko la lb ln lo lt lv mg mi mk ml mn"
              + " mr ms mt my ne nl nn no oc pa pl ps pt ro ru sa sd si sk sl sn so sq sr su sv sw"
              + " ta te tg th tk tl tr tt uk ur uz vi yi yo zh")
          .split(" ");
  private static final BodyRule LANGUAGE = oneOf((Object[]) LANGUAGES);
  private static final Map<String, Boolean> MESSAGES_TO_SOCKET = new LinkedHashMap<>();
  private static final Map<String, Boolean> MESSAGES_TO_CALLBACK = new LinkedHashMap<>();

  static {
    messageDefault("partial_transcripts", false, false);
    messageDefault("final_transcripts", true, true);
    messageDefault("speech_events", true, false);
    messageDefault("pre_processing_events", true, true);
    messageDefault("realtime_processing_events", true, true);
    messageDefault("post_processing_events", true, true);
    messageDefault("acknowledgments", true, false);
    messageDefault("errors", true, false);
    messageDefault("lifecycle_events", false, true);
  }

  private static final BodyRule RULE = rule();

  /** What is wrong with a body; empty if nothing. */
  static List<String> errors(JsonNode body) {
    List<String> errors = new ArrayList<>();
    RULE.check("", body, errors);
    boolean pcm = "wav/pcm".equals(body.path("encoding").asText("wav/pcm"));
    if (errors.isEmpty() && !pcm && body.path("bit_depth").asInt(8) != 8) {
      errors.add("bit_depth must be 8 for " + body.path("encoding").asText());
    }
    return errors;
  }

  String encoding() {
    return body.path("encoding").asText("wav/pcm");
  }

  int bitDepth() {
    return body.path("bit_depth").asInt(encoding().equals("wav/pcm") ? 16 : 8);
  }

  int sampleRateHz() {
    return body.path("sample_rate").asInt(16_000);
  }

  int channels() {
    return body.path("channels").asInt(1);
  }

  int bytesPerSecond() {
    return sampleRateHz() * channels() * (bitDepth() / 8);
  }

  /** The language that everything is taken for: the first asked for, else English. */
  String language() {
    return body.path("language_config").path("languages").path(0).asText("en");
  }

  boolean summarises() {
    return body.path("post_processing").path("summarization").asBoolean(false);
  }

  Recogniser.Listening listening() {
    List<String> vocabulary = new ArrayList<>();
    JsonNode realtime = body.path("realtime_processing");
    if (realtime.path("custom_vocabulary").asBoolean(false)) {
      for (JsonNode word : realtime.path("custom_vocabulary_config").path("vocabulary")) {
        vocabulary.add(word.isTextual() ? word.asText() : word.path("value").asText());
      }
    }
    return new Recogniser.Listening(
        body.path("endpointing").asDouble(0.05),
        body.path("maximum_duration_without_endpointing").asDouble(5),
        List.copyOf(vocabulary));
  }

  /** Whether the socket gets messages of this kind, {@code partial_transcripts} for example. */
  boolean sendsToSocket(String kind) {
    return body.path("messages_config")
        .path("receive_" + kind)
        .asBoolean(MESSAGES_TO_SOCKET.getOrDefault(kind, true));
  }

  /** Whether the callback gets messages of this kind. */
  boolean sendsToCallback(String kind) {
    return !callbackUrl().isEmpty()
        && body.path("callback_config")
            .path("receive_" + kind)
            .asBoolean(MESSAGES_TO_CALLBACK.getOrDefault(kind, true));
  }

  /** Where callbacks go; empty without. */
  String callbackUrl() {
    boolean wanted = body.path("callback").asBoolean(false);
    return wanted ? body.path("callback_config").path("url").asText("") : "";
  }

  /** The body with the documented defaults filled in, as GET shows it. */
  ObjectNode completed() {
    ObjectNode all = body.deepCopy();
    all.put("encoding", encoding()).put("bit_depth", bitDepth());
    all.put("sample_rate", sampleRateHz()).put("channels", channels());
    all.put("model", body.path("model").asText("solaria-1"));
    all.put("endpointing", listening().endpointingS());
    all.put("maximum_duration_without_endpointing", listening().maxUtteranceS());
    ObjectNode messages = all.withObject("/messages_config");
    MESSAGES_TO_SOCKET
        .keySet()
        .forEach(kind -> messages.put("receive_" + kind, sendsToSocket(kind)));
    all.put("callback", body.path("callback").asBoolean(false));
    return all;
  }

  private static void messageDefault(String kind, boolean socket, boolean callback) {
    MESSAGES_TO_SOCKET.put(kind, socket);
    MESSAGES_TO_CALLBACK.put(kind, callback);
  }

  private static BodyRule rule() {
    Map<String, BodyRule> fields = new LinkedHashMap<>();
    fields.put("encoding", oneOf("wav/pcm", "wav/alaw", "wav/ulaw"));
    fields.put("bit_depth", oneOf(8, 16, 24, 32));
    fields.put("sample_rate", oneOf(8000, 16000, 32000, 44100, 48000));
    fields.put("channels", integer(1, 8));
    fields.put("model", oneOf("solaria-1"));
    fields.put("custom_metadata", freeObject());
    fields.put("endpointing", number(0.01, 10));
    fields.put("maximum_duration_without_endpointing", number(5, 60));
    fields.put(
        "language_config",
        object(Map.of("languages", arrayOf(LANGUAGE, 0), "code_switching", bool())));
    fields.put(
        "pre_processing",
        object(Map.of("audio_enhancer", bool(), "speech_threshold", number(0, 1))));
    fields.put("realtime_processing", object(realtimeProcessing()));
    fields.put("post_processing", object(postProcessing()));
    fields.put("messages_config", object(messages(MESSAGES_TO_SOCKET)));
    fields.put("callback", bool());
    Map<String, BodyRule> callback = messages(MESSAGES_TO_CALLBACK);
    callback.put("url", uri());
    fields.put("callback_config", object(callback));
    return object(fields);
  }

  private static Map<String, BodyRule> realtimeProcessing() {
    BodyRule word =
        object(
            Map.of(
                "value", string(),
                "intensity", number(0, 1),
                "pronunciations", arrayOf(string(), 0),
                "language", LANGUAGE),
            "value");
    Map<String, BodyRule> fields = new LinkedHashMap<>();
    fields.put("words_accurate_timestamps", bool());
    fields.put("custom_vocabulary", bool());
    fields.put(
        "custom_vocabulary_config",
        object(
            Map.of("vocabulary", arrayOf(textOr(word), 0), "default_intensity", number(0, 1)),
            "vocabulary"));
    fields.put("custom_spelling", bool());
    fields.put(
        "custom_spelling_config",
        object(Map.of("spelling_dictionary", mapOf(arrayOf(string(), 0))), "spelling_dictionary"));
    fields.put("translation", bool());
    fields.put("translation_config", translation());
    fields.put("named_entity_recognition", bool());
    fields.put("sentiment_analysis", bool());
    return fields;
  }

  private static BodyRule translation() {
    String[] targets = (String.join(" ", LANGUAGES) + " wo").split(" ");
    return object(
        Map.of(
            "target_languages", arrayOf(oneOf((Object[]) targets), 1),
            "model", oneOf("base", "enhanced", "batch"),
            "match_original_utterances", bool(),
            "lipsync", bool(),
            "context_adaptation", bool(),
            "context", string(),
            "informal", bool()),
        "target_languages");
  }

  private static Map<String, BodyRule> postProcessing() {
    return Map.of(
        "summarization", bool(),
        "summarization_config",
            object(Map.of("type", oneOf("general", "bullet_points", "concise"))),
        "chapterization", bool());
  }

  private static Map<String, BodyRule> messages(Map<String, Boolean> kinds) {
    Map<String, BodyRule> fields = new LinkedHashMap<>();
    kinds.keySet().forEach(kind -> fields.put("receive_" + kind, bool()));
    return fields;
  }
}
