package io.roomscribe.livekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomscribe.rooms.GatewayException;
import io.roomscribe.rooms.GatewayException.Category;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiveKitSettingsTest {

  private final LiveKitSettings settings = new LiveKitSettings();

  LiveKitSettingsTest() {
    settings.apiKey = Optional.of("devkey");
    settings.apiSecret = Optional.of("top-secret");
    settings.httpUrl = Optional.empty();
    settings.url = Optional.empty();
    settings.publicUrl = Optional.empty();
    settings.timeout = Duration.ofSeconds(10);
    settings.egressTimeout = Duration.ofSeconds(35);
  }

  @ParameterizedTest
  @CsvSource({
    "http://lk:7880,http://lk:7880", "https://x.livekit.cloud/,https://x.livekit.cloud",
    "ws://lk:7880,http://lk:7880", "WSS://x.livekit.cloud,https://x.livekit.cloud",
    "http://[::1]:7880,http://[::1]:7880"
  })
  void httpUrl_ofEachScheme_isHttp(String given, URI expected) {
    settings.httpUrl = Optional.of(given);
    assertThat(settings.httpUrl()).contains(expected);
  }

  @Test
  void httpUrl_severalNames_theFirstCounts() {
    settings.publicUrl = Optional.of("wss://public");
    assertThat(settings.httpUrl()).contains(URI.create("https://public"));
    settings.url = Optional.of("ws://url");
    assertThat(settings.httpUrl()).contains(URI.create("http://url"));
    settings.httpUrl = Optional.of("http://http-url");
    assertThat(settings.httpUrl()).contains(URI.create("http://http-url"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lk:7880", "ftp://lk", "http://", "http://lk/path", "http://u@lk", "h h"})
  void httpUrl_unusable_namesTheSetting(String given) {
    settings.httpUrl = Optional.of(given);
    assertThatThrownBy(settings::httpUrl)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("LIVEKIT_HTTP_URL");
  }

  @Test
  void gateway_notConfigured_saysWhichSettings() {
    LiveKitGateway gateway = new LiveKitGateway();
    gateway.settings = settings;
    gateway.connect();
    assertThatThrownBy(gateway::rooms)
        .isInstanceOfSatisfying(
            GatewayException.class, e -> assertThat(e.category()).isEqualTo(Category.UNAUTHORIZED))
        .hasMessageContaining("LIVEKIT_HTTP_URL");
  }

  @Test
  void access_always_keepsTheSecretOutOfItsText() {
    settings.httpUrl = Optional.of("http://lk:7880");
    assertThat(settings.access().orElseThrow().toString()).doesNotContain("top-secret");
  }
}
