package io.roomscribe.ingest.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtmpSettingsTest {

  private static String obstacle(String ingest, String rtmp) {
    RtmpSettings settings = new RtmpSettings();
    settings.ingestUrl = URI.create(ingest);
    settings.publicUrl = URI.create(rtmp);
    return settings.obstacle();
  }

  @Test
  void obstacle_livekitIsElsewhereAndTheRtmpUrlWasNotSet_namesBothSettings() {
    assertThat(obstacle("wss://scribe.example.org", "rtmp://localhost:1935/live"))
        .contains(
            "scribe.example.org", "roomscribe.ingest.public-url", "roomscribe.rtmp.public-url");
  }

  @ParameterizedTest
  @CsvSource({
    "ws://localhost:8080, rtmp://localhost:1935/live",
    "ws://127.0.0.1:8080, rtmp://localhost:1935/live",
    "wss://scribe.example.org, rtmp://scribe.example.org:1935/live",
    "ws://localhost:8080, rtmps://relay.example.org/live"
  })
  void obstacle_reachable_isEmpty(String ingest, String rtmp) {
    assertThat(obstacle(ingest, rtmp)).isEmpty();
  }
}
