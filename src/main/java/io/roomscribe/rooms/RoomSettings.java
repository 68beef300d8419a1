package io.roomscribe.rooms;

import io.roomscribe.audio.MixerSettings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The settings of sessions and their audio; each is explained in microprofile-config.properties.
 *
 * <p>Dependent, because its fields are read directly: a client proxy would show its own, empty
 * ones.
 */
@Dependent
public class RoomSettings {

  @Inject
  @ConfigProperty(name = "roomscribe.ingest.public-url")
  URI publicUrl;

  @Inject
  @ConfigProperty(name = "roomscribe.rooms.reconcile-interval")
  Duration reconcileInterval;

  @Inject
  @ConfigProperty(name = "roomscribe.rooms.wait-for-room")
  Duration waitForRoom;

  @Inject
  @ConfigProperty(name = "roomscribe.rooms.drain")
  Duration drain;

  @Inject
  @ConfigProperty(name = "roomscribe.rooms.connect-patience")
  Duration connectPatience;

  @Inject
  @ConfigProperty(name = "roomscribe.rooms.stall-patience")
  Duration stallPatience;

  @Inject
  @ConfigProperty(name = "roomscribe.rooms.egress-delay")
  Duration egressDelay;

  @Inject
  @ConfigProperty(name = "roomscribe.rooms.auto-start")
  Optional<String> autoStart;

  @Inject
  @ConfigProperty(name = "roomscribe.rooms.max-sessions")
  int maxSessions;

  @Inject
  @ConfigProperty(name = "roomscribe.rooms.capture")
  String capture;

  @Inject
  @ConfigProperty(name = "roomscribe.recording.default")
  boolean recording;

  @Inject
  @ConfigProperty(name = "roomscribe.rooms.switch-back-after")
  Duration switchBackAfter;

  @Inject
  @ConfigProperty(name = "roomscribe.livekit.egress.max-concurrent")
  int maxEgresses;

  // Arrays, because Payara 6 cannot inject an Optional of a parameterised type.
  @Inject
  @ConfigProperty(name = "roomscribe.rooms.languages")
  Optional<String[]> languages;

  @Inject
  @ConfigProperty(name = "roomscribe.rooms.code-switching")
  boolean codeSwitching;

  @Inject
  @ConfigProperty(name = "roomscribe.rooms.vocabulary")
  Optional<String[]> vocabulary;

  @Inject
  @ConfigProperty(name = "roomscribe.rooms.partials")
  boolean partials;

  @Inject
  @ConfigProperty(name = "roomscribe.rooms.endpointing")
  double endpointing;

  @Inject
  @ConfigProperty(name = "roomscribe.rooms.max-utterance")
  Duration maxUtterance;

  @Inject
  @ConfigProperty(name = "roomscribe.audio.block-ms")
  int blockMs;

  @Inject
  @ConfigProperty(name = "roomscribe.audio.jitter-target-ms")
  int jitterTargetMs;

  @Inject
  @ConfigProperty(name = "roomscribe.audio.ring-ms")
  int ringMs;

  @Inject
  @ConfigProperty(name = "roomscribe.audio.activity-history-ms")
  int activityHistoryMs;

  private static final String[] NONE = {};

  /** An egress whose start was not answered is in LiveKit's list well before this. */
  private static final Duration UNCONFIRMED = Duration.ofSeconds(60);

  /**
   * Storing the last words takes milliseconds; a database that is away must not hold a session, as
   * they are safe on the disk until it is back.
   */
  private static final Duration HOLD = Duration.ofSeconds(15);

  SessionOptions defaultOptions() {
    return new SessionOptions(
        List.of(languages.orElse(NONE)),
        codeSwitching,
        List.of(vocabulary.orElse(NONE)),
        partials,
        endpointing,
        capture,
        recording);
  }

  MixerSettings mixing() {
    return new MixerSettings(blockMs, jitterTargetMs, ringMs, activityHistoryMs);
  }

  SessionPace pace() {
    return new SessionPace(
        reconcileInterval,
        waitForRoom,
        drain,
        HOLD,
        switchBackAfter,
        new EgressWatch.Patience(connectPatience, stallPatience, UNCONFIRMED));
  }

  /** Which rooms are transcribed without being asked for. */
  Optional<Pattern> autoStartPattern() {
    return autoStart.filter(text -> !text.isBlank()).map(Pattern::compile);
  }
}
