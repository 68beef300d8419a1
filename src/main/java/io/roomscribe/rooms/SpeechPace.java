package io.roomscribe.rooms;

import java.time.Duration;

/**
 * How patient a session is with speech-to-text, and when it saves.
 *
 * @param parkAfter silence after which the stream is stopped; zero: never
 * @param preRoll audio before the speech that opens a stream again
 * @param rollOver length of a stream from which on a pause is looked for to begin the next
 * @param unauthorizedPatience how long audio is kept while the service refuses our key
 * @param finishPatience how long a stopped session waits for the service to take the rest
 */
record SpeechPace(
    Duration parkAfter,
    Duration preRoll,
    Duration rollOver,
    Duration unauthorizedPatience,
    Duration finishPatience) {

  /** Never parks, and gives up at the first refusal of the key. */
  static final SpeechPace PLAIN =
      new SpeechPace(
          Duration.ZERO,
          Duration.ofSeconds(2),
          Duration.ofMinutes(170),
          Duration.ZERO,
          Duration.ofHours(1));
}
