package io.roomscribe.transcription.gladia;

import io.roomscribe.lanes.Clock;
import io.roomscribe.lanes.Lanes;
import io.roomscribe.standin.gladia.GladiaStandIn;
import io.roomscribe.transcription.StreamOptions;
import io.roomscribe.transcription.TranscriptionProvider;
import java.time.Duration;
import java.util.Optional;

/** The provider, in a hurry, against a stand-in; for tests of other packages. */
public final class TestGladia {

  private TestGladia() {}

  /** A provider that gives up on an unreachable service after a second. */
  public static TranscriptionProvider provider(GladiaStandIn gladia, Lanes lanes, Clock clock) {
    GladiaProvider provider = new GladiaProvider();
    provider.settings = settings(gladia);
    provider.lanes = lanes;
    provider.clock = clock;
    provider.start();
    return provider;
  }

  /** Mono at 16 kHz, in English. */
  public static StreamOptions options() {
    return Tunings.mono();
  }

  /** Settings with short pauses and little patience. */
  static GladiaSettings settings(GladiaStandIn gladia) {
    GladiaSettings quick = new GladiaSettings();
    quick.key = Optional.of(gladia.key());
    quick.api = gladia.url();
    quick.region = Optional.of("eu-west");
    quick.model = "solaria-1";
    quick.speechThreshold = Optional.empty();
    quick.audioEnhancer = Optional.empty();
    quick.connectTimeout = Duration.ofSeconds(5);
    quick.requestTimeout = Duration.ofSeconds(5);
    quick.silentTimeout = Duration.ofSeconds(1);
    quick.finishTimeout = Duration.ofSeconds(2);
    quick.unacknowledgedSeconds = 3;
    quick.catchUpRate = 1_000;
    quick.firstPause = Duration.ofMillis(50);
    quick.longestPause = Duration.ofMillis(200);
    quick.giveUpAfter = Duration.ofSeconds(1);
    quick.refusals = 3;
    return quick;
  }
}
