package io.roomscribe.rooms;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How sessions use speech-to-text; each setting is explained in microprofile-config.properties. */
@Dependent
class SpeechSettings {

  @Inject
  @ConfigProperty(name = "roomscribe.gladia.park-after")
  Duration parkAfter;

  @Inject
  @ConfigProperty(name = "roomscribe.gladia.pre-roll")
  Duration preRoll;

  @Inject
  @ConfigProperty(name = "roomscribe.gladia.roll-over-after")
  Duration rollOverAfter;

  @Inject
  @ConfigProperty(name = "roomscribe.gladia.unauthorized-patience")
  Duration unauthorizedPatience;

  @Inject
  @ConfigProperty(name = "roomscribe.gladia.finish-patience")
  Duration finishPatience;

  SpeechPace pace() {
    return new SpeechPace(parkAfter, preRoll, rollOverAfter, unauthorizedPatience, finishPatience);
  }
}
