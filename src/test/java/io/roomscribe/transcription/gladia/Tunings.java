package io.roomscribe.transcription.gladia;

import io.roomscribe.transcription.StreamOptions;
import io.roomscribe.transcription.gladia.GladiaTuning.Patience;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings and options for tests: short pauses, mono at 16 kHz. */
final class Tunings {

  private Tunings() {}

  static GladiaTuning quick() {
    return new GladiaTuning(
        "solaria-1",
        Optional.empty(),
        Optional.empty(),
        Duration.ofSeconds(60),
        1_000,
        Duration.ofSeconds(10),
        new Patience(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            Duration.ofSeconds(20),
            3));
  }

  static StreamOptions mono() {
    return new StreamOptions(
        16_000,
        1,
        List.of("en"),
        false,
        List.of(),
        true,
        Duration.ofMillis(300),
        Duration.ofSeconds(15),
        Map.of());
  }
}
