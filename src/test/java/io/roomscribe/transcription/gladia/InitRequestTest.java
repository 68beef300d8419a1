package io.roomscribe.transcription.gladia;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomscribe.transcription.StreamOptions;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InitRequestTest {

  @Test
  void body_plainOptions_holdsExactlyTheDocumentedFields() {
    assertThat(new InitRequest(Tunings.mono(), Tunings.quick()).body())
        .isEqualTo(
            json(
                """
                {"encoding": "wav/pcm", "bit_depth": 16, "sample_rate": 16000, "channels": 1,
                 "model": "solaria-1", "endpointing": 0.3,
                 "maximum_duration_without_endpointing": 15.0,
                 "language_config": {"languages": ["en"], "code_switching": false},
                 "messages_config": {
                   "receive_partial_transcripts": true, "receive_final_transcripts": true,
                   "receive_speech_events": false, "receive_pre_processing_events": false,
                   "receive_realtime_processing_events": false,
                   "receive_post_processing_events": false, "receive_acknowledgments": true,
                   "receive_errors": true, "receive_lifecycle_events": true}}
                """));
  }

  @Test
  void body_regionalLanguages_areStrippedToThePrimarySubtag() {
    JsonObject body = new InitRequest(rich(), Tunings.quick()).body();

    assertThat(body.getJsonObject("language_config"))
        .isEqualTo(json("{\"languages\": [\"en\", \"pt\"], \"code_switching\": true}"));
  }

  @Test
  void body_vocabulary_isSwitchedOnAndListed() {
    JsonObject body = new InitRequest(rich(), Tunings.quick()).body();

    assertThat(body.getJsonObject("realtime_processing"))
        .isEqualTo(
            json(
                "{\"custom_vocabulary\": true,"
                    + " \"custom_vocabulary_config\": {\"vocabulary\": [\"Payara\"]}}"));
  }

  @Test
  void body_metadata_isPassedOn() {
    JsonObject body = new InitRequest(rich(), Tunings.quick()).body();

    assertThat(body.getJsonObject("custom_metadata")).isEqualTo(json("{\"session\": \"s1\"}"));
  }

  @Test
  void body_tunedPreProcessing_isPassedOn() {
    GladiaTuning quick = Tunings.quick();
    GladiaTuning tuned =
        new GladiaTuning(
            quick.model(),
            Optional.of(0.8),
            Optional.of(true),
            quick.unacknowledged(),
            quick.catchUpRate(),
            quick.finish(),
            quick.patience());

    assertThat(new InitRequest(rich(), tuned).body().getJsonObject("pre_processing"))
        .isEqualTo(json("{\"audio_enhancer\": true, \"speech_threshold\": 0.8}"));
  }

  private static StreamOptions rich() {
    return new StreamOptions(
        16_000,
        1,
        List.of("en-US", "en_GB", "PT-br"),
        true,
        List.of("Payara"),
        false,
        Duration.ofMillis(300),
        Duration.ofSeconds(15),
        Map.of("session", "s1"));
  }

  private static JsonObject json(String text) {
    return Json.createReader(new StringReader(text)).readObject();
  }
}
