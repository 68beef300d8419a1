package io.roomscribe.transcription.gladia;

import io.roomscribe.transcription.StreamOptions;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * The body of {@code POST /v2/live}.
 *
 * <p>Only documented fields: Gladia answers 400 to any key that it does not know. Ranges are left
 * to Gladia to check, its answer names what is wrong. Source: Gladia's OpenAPI document.
 */
final class InitRequest {

  private final StreamOptions options;
  private final GladiaTuning tuning;

  InitRequest(StreamOptions options, GladiaTuning tuning) {
    this.options = options;
    this.tuning = tuning;
  }

  JsonObject body() {
    JsonObjectBuilder body =
        Json.createObjectBuilder()
            .add("encoding", "wav/pcm")
            .add("bit_depth", 16)
            .add("sample_rate", options.sampleRateHz())
            .add("channels", options.channels())
            .add("model", tuning.model())
            .add("endpointing", seconds(options.endpointing()))
            .add("maximum_duration_without_endpointing", seconds(options.maxUtterance()))
            .add("language_config", languages())
            .add("messages_config", messages());
    addPreProcessing(body);
    addVocabulary(body);
    addMetadata(body);
    return body.build();
  }

  private JsonObjectBuilder languages() {
    return Json.createObjectBuilder()
        .add("languages", array(primarySubtags(options.languages())))
        .add("code_switching", options.codeSwitching());
  }

  /** Gladia knows {@code en}, and refuses {@code en-US}. */
  private static List<String> primarySubtags(List<String> languages) {
    return languages.stream()
        .map(tag -> tag.strip().split("[-_]", 2)[0].toLowerCase(Locale.ROOT))
        .filter(code -> !code.isEmpty())
        .distinct()
        .toList();
  }

  /**
   * Acknowledgements bound what is kept for resending, lifecycle events tell when all is said. Post
   * processing would repeat the whole transcript in one message: the result is fetched instead.
   */
  private JsonObjectBuilder messages() {
    return Json.createObjectBuilder()
        .add("receive_partial_transcripts", options.partials())
        .add("receive_final_transcripts", true)
        .add("receive_speech_events", false)
        .add("receive_pre_processing_events", false)
        .add("receive_realtime_processing_events", false)
        .add("receive_post_processing_events", false)
        .add("receive_acknowledgments", true)
        .add("receive_errors", true)
        .add("receive_lifecycle_events", true);
  }

  private void addPreProcessing(JsonObjectBuilder body) {
    JsonObjectBuilder fields = Json.createObjectBuilder();
    tuning.audioEnhancer().ifPresent(on -> fields.add("audio_enhancer", on));
    tuning.speechThreshold().ifPresent(threshold -> fields.add("speech_threshold", threshold));
    JsonObject preProcessing = fields.build();
    if (!preProcessing.isEmpty()) {
      body.add("pre_processing", preProcessing);
    }
  }

  private void addVocabulary(JsonObjectBuilder body) {
    if (!options.vocabulary().isEmpty()) {
      body.add(
          "realtime_processing",
          Json.createObjectBuilder()
              .add("custom_vocabulary", true)
              .add(
                  "custom_vocabulary_config",
                  Json.createObjectBuilder().add("vocabulary", array(options.vocabulary()))));
    }
  }

  private void addMetadata(JsonObjectBuilder body) {
    if (!options.metadata().isEmpty()) {
      JsonObjectBuilder metadata = Json.createObjectBuilder();
      options.metadata().forEach(metadata::add);
      body.add("custom_metadata", metadata);
    }
  }

  private static JsonArrayBuilder array(Collection<String> texts) {
    return Json.createArrayBuilder(texts);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
