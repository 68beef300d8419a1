package io.roomscribe.config;

import static io.roomscribe.config.Rule.application;
import static io.roomscribe.config.Rule.duration;
import static io.roomscribe.config.Rule.matching;
import static io.roomscribe.config.Rule.multipleOf;
import static io.roomscribe.config.Rule.number;
import static io.roomscribe.config.Rule.oneOf;
import static io.roomscribe.config.Rule.regex;
import static io.roomscribe.config.Rule.text;
import static io.roomscribe.config.Rule.url;
import static io.roomscribe.config.Rule.wholeNumber;
import static io.roomscribe.config.Setting.optional;
import static io.roomscribe.config.Setting.required;

import java.util.List;

/**
 * Every setting there is.
 *
 * <p>What each one means and its default stand in microprofile-config.properties; a test holds the
 * two and the README together.
 */
final class SettingsTable {

  /** Any one of these says where LiveKit is; the first that is set counts. */
  static final List<String> LIVEKIT_URLS =
      List.of("LIVEKIT_HTTP_URL", "LIVEKIT_URL", "NEXT_PUBLIC_LIVEKIT_URL");

  private static final String LANGUAGES = "[a-z]{2,3}( *, *[a-z]{2,3})*";

  static final List<Setting> ALL =
      List.of(
          optional("LIVEKIT_HTTP_URL", url("http", "https", "ws", "wss")),
          optional("LIVEKIT_URL", url("http", "https", "ws", "wss")),
          optional("NEXT_PUBLIC_LIVEKIT_URL", url("http", "https", "ws", "wss")),
          required("LIVEKIT_API_KEY", text()),
          required("LIVEKIT_API_SECRET", text()).secret(),
          optional("roomscribe.livekit.timeout", duration("PT1S", "PT5M")),
          optional("roomscribe.livekit.egress.timeout", duration("PT30S", "PT5M")),
          optional("roomscribe.livekit.egress.max-concurrent", wholeNumber(1, 100_000)),
          required("GLADIA_API_KEY", text()).secret(),
          optional("GLADIA_API_URL", url("http", "https")),
          optional("roomscribe.gladia.region", oneOf("us-west", "eu-west")),
          optional("roomscribe.gladia.model", text()),
          optional("roomscribe.gladia.speech-threshold", number(0, 1)),
          optional("roomscribe.gladia.audio-enhancer", oneOf("true", "false")),
          optional("roomscribe.gladia.connect-timeout", duration("PT0.1S", "PT5M")),
          optional("roomscribe.gladia.request-timeout", duration("PT0.1S", "PT5M")),
          optional("roomscribe.gladia.silent-timeout", duration("PT1S", "PT10M")),
          optional("roomscribe.gladia.finish-timeout", duration("PT1S", "PT1H")),
          optional("roomscribe.gladia.unacknowledged-seconds", wholeNumber(1, 3600)),
          optional("roomscribe.gladia.catch-up-rate", number(1.5, 1000)),
          optional("roomscribe.gladia.park-after", duration("PT0S", "P1D")),
          optional("roomscribe.gladia.pre-roll", duration("PT0.5S", "PT30S")),
          optional("roomscribe.gladia.roll-over-after", duration("PT1M", "PT2H54M")),
          optional("roomscribe.gladia.unauthorized-patience", duration("PT0S", "P1D")),
          optional("roomscribe.gladia.finish-patience", duration("PT1S", "P1D")),
          optional("roomscribe.gladia.first-pause", duration("PT0.01S", "PT1M")),
          optional("roomscribe.gladia.longest-pause", duration("PT0.01S", "PT10M")),
          optional("roomscribe.gladia.give-up-after", duration("PT1S", "P1D")),
          optional("roomscribe.gladia.refusals", wholeNumber(1, 100)),
          optional(
                  "roomscribe.security.api-key",
                  matching(
                      "keys of 16 characters or more, separated by commas",
                      "[^,]{16,}(,[^,]{16,})*"))
              .secret(),
          optional("roomscribe.security.capture-token-lifetime", duration("PT1S", "PT1H")),
          optional("roomscribe.demo", oneOf("true", "false")),
          optional("roomscribe.rooms.reconcile-interval", duration("PT0.1S", "PT10M")),
          optional("roomscribe.rooms.wait-for-room", duration("PT0S", "P7D")),
          optional("roomscribe.rooms.drain", duration("PT0S", "PT5M")),
          optional("roomscribe.rooms.connect-patience", duration("PT1S", "PT10M")),
          optional("roomscribe.rooms.stall-patience", duration("PT1S", "PT10M")),
          optional("roomscribe.rooms.egress-delay", duration("PT0S", "PT1M")),
          optional("roomscribe.rooms.capture", oneOf("auto", "tracks", "room", "rtmp")),
          optional("roomscribe.rooms.switch-back-after", duration("PT1S", "PT1H")),
          optional("roomscribe.rooms.auto-start", regex()),
          optional("roomscribe.rooms.max-sessions", wholeNumber(1, 100_000)),
          optional(
              "roomscribe.rooms.languages",
              matching("ISO 639-1 codes separated by commas", LANGUAGES)),
          optional("roomscribe.rooms.code-switching", oneOf("true", "false")),
          optional("roomscribe.rooms.vocabulary", text()),
          optional("roomscribe.rooms.partials", oneOf("true", "false")),
          optional("roomscribe.rooms.endpointing", number(0.01, 10)),
          optional("roomscribe.rooms.max-utterance", duration("PT5S", "PT60S")),
          optional("roomscribe.audio.block-ms", multipleOf(10, 20, 500)),
          optional("roomscribe.audio.jitter-target-ms", wholeNumber(0, 2000)),
          optional("roomscribe.audio.ring-ms", wholeNumber(500, 60_000)),
          optional("roomscribe.audio.activity-history-ms", wholeNumber(1000, 3_600_000)),
          optional("roomscribe.ingest.public-url", url("ws", "wss")),
          optional("roomscribe.rtmp.mode", oneOf("embedded", "relay", "off")),
          optional("roomscribe.rtmp.public-url", application("rtmp", "rtmps")),
          optional(
              "roomscribe.rtmp.listen",
              matching("a port, or host:port", "(([\\w.-]+|\\[[0-9a-fA-F:.]+]):)?\\d{1,5}")),
          optional("roomscribe.rtmp.relay-url", application("rtmp", "rtmps")),
          optional("roomscribe.rtmp.ffmpeg", text()),
          optional("roomscribe.rtmp.ffmpeg-patience", duration("PT1S", "PT1M")),
          optional("roomscribe.rtmp.silence", duration("PT1S", "PT5M")),
          optional("roomscribe.journal.directory", text()),
          optional("roomscribe.journal.shared", oneOf("true", "false")),
          optional("roomscribe.journal.session-bound", duration("PT1M", "P1D")),
          optional("roomscribe.journal.node-bound-mb", wholeNumber(10, 10_000_000)),
          optional("roomscribe.journal.force-every", duration("PT0S", "PT1H")),
          optional("roomscribe.journal.keep", duration("PT1M", "P365D")),
          optional("roomscribe.recording.default", oneOf("true", "false")),
          optional("roomscribe.recording.directory", text()),
          optional("roomscribe.recording.keep", duration("PT1M", "P3650D")),
          optional("roomscribe.recording.directory-bound-mb", wholeNumber(1, 100_000_000)),
          optional("roomscribe.transcripts.queue-utterances", wholeNumber(1, 1_000_000)),
          optional("roomscribe.transcripts.spill-directory", text()),
          optional("roomscribe.transcripts.spill-mb", wholeNumber(1, 1_000_000)),
          optional("roomscribe.cluster.lease", duration("PT1S", "PT10M")),
          optional("roomscribe.captions.heartbeat", duration("PT1S", "PT5M")),
          optional("roomscribe.captions.viewers", wholeNumber(1, 1_000_000)),
          optional("roomscribe.database.directory", text()),
          optional(
                  "roomscribe.database.url",
                  matching(
                      "a JDBC URL that begins with jdbc:h2: or jdbc:postgresql:",
                      "jdbc:(h2|postgresql):.+"))
              .secret(),
          optional("roomscribe.database.user", text()),
          optional("roomscribe.database.password", text()).secret(),
          optional("roomscribe.database.answer-timeout", duration("PT1S", "PT1H")));

  private SettingsTable() {}
}
