package io.roomscribe.transcription.gladia;

import java.time.Duration;
import java.util.Optional;

/**
 * How patient a stream is, and what it asks of the recogniser beyond its options.
 *
 * @param model the recogniser
 * @param speechThreshold 0..1, how strictly speech is told from background; empty: Gladia's own
 * @param audioEnhancer have the audio enhanced first; empty: Gladia's own
 * @param unacknowledged most audio that a stream takes beyond what is confirmed
 * @param catchUpRate how many times faster than it was spoken audio that has piled up is sent
 * @param finish longest wait without progress for the end after the audio's end, and for the result
 * @param patience timeouts and pauses
 */
record GladiaTuning(
    String model,
    Optional<Double> speechThreshold,
    Optional<Boolean> audioEnhancer,
    Duration unacknowledged,
    double catchUpRate,
    Duration finish,
    Patience patience) {

  /**
   * Timeouts and pauses of the connection.
   *
   * @param connect longest time to reach Gladia
   * @param request longest time for an answer
   * @param silent longest time without any message while audio is unconfirmed
   * @param firstPause pause before the second attempt; the first is made at once
   * @param longestPause pauses grow up to this
   * @param giveUp how long Gladia may be out of reach before the stream ends
   * @param refusals refused reconnections in a row after which the session counts as gone
   */
  record Patience(
      Duration connect,
      Duration request,
      Duration silent,
      Duration firstPause,
      Duration longestPause,
      Duration giveUp,
      int refusals) {}
}
