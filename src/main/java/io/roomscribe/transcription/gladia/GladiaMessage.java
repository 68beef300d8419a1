package io.roomscribe.transcription.gladia;

import io.roomscribe.transcription.Utterance;

/** What Gladia says over the socket, as far as we act on it. */
sealed interface GladiaMessage {

  /** A partial or a final. */
  record Transcript(Utterance utterance) implements GladiaMessage {}

  /** All bytes of the session before this position have been received. */
  record AudioReceived(long bytes) implements GladiaMessage {}

  /** A chunk of audio was not taken. */
  record AudioRefused(String why) implements GladiaMessage {}

  /** The end of the audio was understood. */
  record StopReceived() implements GladiaMessage {}

  /** All is said: nothing follows. */
  record SessionEnded() implements GladiaMessage {}

  /** An error of the service's own, or of ours as it sees it. */
  record Failed(String why) implements GladiaMessage {}

  /** Anything else: a sign of life. */
  record Other() implements GladiaMessage {}
}
