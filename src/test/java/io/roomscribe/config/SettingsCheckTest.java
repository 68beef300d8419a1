package io.roomscribe.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsCheckTest {

  private final Map<String, String> settings =
      new HashMap<>(
          Map.of(
              "LIVEKIT_HTTP_URL", "https://livekit.example.com",
              "LIVEKIT_API_KEY", "key",
              "LIVEKIT_API_SECRET", "a-secret-nobody-may-see",
              "GLADIA_API_KEY", "another-secret"));

  private final SettingsCheck check =
      new SettingsCheck(name -> Optional.ofNullable(settings.get(name)));

  @Test
  void complaints_enoughSettings_areNone() {
    assertThat(check.complaints()).isEmpty();
  }

  @Test
  void complaints_nothingSet_nameAllThatIsMissing() {
    settings.clear();

    assertThat(check.complaints())
        .extracting(complaint -> complaint.split(" ")[0])
        .containsExactlyInAnyOrder(
            "LIVEKIT_API_KEY", "LIVEKIT_API_SECRET", "GLADIA_API_KEY", "LIVEKIT_HTTP_URL");
  }

  @Test
  void complaints_blankSecret_countsAsMissing() {
    settings.put("GLADIA_API_KEY", "  ");

    assertThat(check.complaints()).containsExactly("GLADIA_API_KEY is missing: expected a text");
  }

  @Test
  void complaints_anyOfTheLiveKitUrls_isEnough() {
    settings.remove("LIVEKIT_HTTP_URL");
    settings.put("NEXT_PUBLIC_LIVEKIT_URL", "wss://livekit.example.com");

    assertThat(check.complaints()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "roomscribe.audio.block-ms, 35",
    "roomscribe.audio.block-ms, 10",
    "roomscribe.audio.block-ms, 510",
    "roomscribe.audio.block-ms, many",
    "roomscribe.rooms.drain, 10s",
    "roomscribe.livekit.egress.timeout, PT5S",
    "roomscribe.rooms.auto-start, team-(",
    "roomscribe.gladia.region, us",
    "roomscribe.gladia.speech-threshold, 1.5",
    "roomscribe.demo, yes",
    "LIVEKIT_HTTP_URL, livekit.example.com",
    "GLADIA_API_URL, ftp://api.gladia.io",
    "roomscribe.ingest.public-url, http://localhost:8080",
  })
  void complaints_wrongValue_nameItWithWhatIsExpected(String name, String value) {
    settings.put(name, value);

    assertThat(check.complaints())
        .singleElement()
        .asString()
        .startsWith(name + "=" + value + " is wrong: expected ");
  }

  @Test
  void complaints_severalWrong_areToldTogether() {
    settings.put("roomscribe.audio.block-ms", "35");
    settings.put("roomscribe.rooms.drain", "soon");
    settings.remove("GLADIA_API_KEY");

    assertThat(check.complaints()).hasSize(3);
  }

  @Test
  void complaints_wrongSecrets_areNotShown() {
    settings.put("roomscribe.security.api-key", "short");
    settings.put("roomscribe.database.url", "postgresql://u:pass@host/db");
    settings.put("LIVEKIT_HTTP_URL", "https://user:pass@livekit.example.com");

    assertThat(check.complaints())
        .hasSize(3)
        .noneMatch(c -> c.contains("short") || c.contains("pass"));
  }

  @Test
  void complaints_ringShorterThanTheJitterTarget_isTold() {
    settings.put("roomscribe.audio.ring-ms", "1000");
    settings.put("roomscribe.audio.jitter-target-ms", "600");

    assertThat(check.complaints()).singleElement().asString().contains("ring-ms");
  }

  @Test
  void unknown_misspeltKeys_areNamed() {
    assertThat(
            check.unknown(
                List.of(
                    "roomscribe.audio.blok-ms",
                    "roomscribe.audio.block-ms",
                    "ROOMSCRIBE_AUDIO_BLOCK_MS",
                    "ROOMSCRIBE_AUDIO_BLOCKMS",
                    "java.home",
                    "PATH")))
        .containsExactly("ROOMSCRIBE_AUDIO_BLOCKMS", "roomscribe.audio.blok-ms");
  }
}
