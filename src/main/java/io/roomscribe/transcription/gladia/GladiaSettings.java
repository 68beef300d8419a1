package io.roomscribe.transcription.gladia;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The settings of the section {@code gladia}. Absent keys are tolerated here. */
@Dependent
class GladiaSettings {

  @Inject
  @ConfigProperty(name = "GLADIA_API_KEY")
  Optional<String> key;

  @Inject
  @ConfigProperty(name = "GLADIA_API_URL", defaultValue = "https://api.gladia.io")
  URI api;

  @Inject
  @ConfigProperty(name = "roomscribe.gladia.region")
  Optional<String> region;

  @Inject
  @ConfigProperty(name = "roomscribe.gladia.model", defaultValue = "solaria-1")
  String model;

  @Inject
  @ConfigProperty(name = "roomscribe.gladia.speech-threshold")
  Optional<Double> speechThreshold;

  @Inject
  @ConfigProperty(name = "roomscribe.gladia.audio-enhancer")
  Optional<Boolean> audioEnhancer;

  @Inject
  @ConfigProperty(name = "roomscribe.gladia.connect-timeout", defaultValue = "PT10S")
  Duration connectTimeout;

  @Inject
  @ConfigProperty(name = "roomscribe.gladia.request-timeout", defaultValue = "PT10S")
  Duration requestTimeout;

  @Inject
  @ConfigProperty(name = "roomscribe.gladia.silent-timeout", defaultValue = "PT20S")
  Duration silentTimeout;

  @Inject
  @ConfigProperty(name = "roomscribe.gladia.finish-timeout", defaultValue = "PT60S")
  Duration finishTimeout;

  @Inject
  @ConfigProperty(name = "roomscribe.gladia.unacknowledged-seconds", defaultValue = "30")
  int unacknowledgedSeconds;

  @Inject
  @ConfigProperty(name = "roomscribe.gladia.catch-up-rate", defaultValue = "4")
  double catchUpRate;

  @Inject
  @ConfigProperty(name = "roomscribe.gladia.first-pause", defaultValue = "PT0.3S")
  Duration firstPause;

  @Inject
  @ConfigProperty(name = "roomscribe.gladia.longest-pause", defaultValue = "PT15S")
  Duration longestPause;

  @Inject
  @ConfigProperty(name = "roomscribe.gladia.give-up-after", defaultValue = "PT5M")
  Duration giveUpAfter;

  @Inject
  @ConfigProperty(name = "roomscribe.gladia.refusals", defaultValue = "3")
  int refusals;

  GladiaAccess access() {
    return new GladiaAccess(api, key.filter(text -> !text.isBlank()), region);
  }

  GladiaTuning tuning() {
    return new GladiaTuning(
        model,
        speechThreshold,
        audioEnhancer,
        Duration.ofSeconds(unacknowledgedSeconds),
        catchUpRate,
        finishTimeout,
        new GladiaTuning.Patience(
            connectTimeout,
            requestTimeout,
            silentTimeout,
            firstPause,
            longestPause,
            giveUpAfter,
            refusals));
  }
}
