package io.roomscribe.rooms;

import io.roomscribe.audio.Gap;
import io.roomscribe.transcription.StreamEnd;
import io.roomscribe.transcription.Utterance;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Who is told by {@link RoomSpeech}; called on the room lane. */
interface SpeechOwner {

  /** A block of the mix, before it is heard. */
  default void mixed(short[] block, long positionSamples) {}

  /**
   * An utterance with its speakers.
   *
   * @return done once the words are stored, so that their audio is needed no more
   */
  CompletionStage<Void> spoken(String utteranceId, Utterance utterance, List<SpokenLine> lines);

  /**
   * Stretches of tracks that are missing from the mix, or of the room that are not transcribed, as
   * they are found.
   */
  void missing(List<Gap> gaps);

  /** Another state of the stream; {@link RoomSpeech#status} has it. */
  void statusChanged();

  /** All is said: the stream ended after {@code finish}, or for good. */
  void over(StreamEnd end);
}
