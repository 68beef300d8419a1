package io.roomscribe.rooms;

import io.roomscribe.audio.RoomMixer;
import io.roomscribe.transcription.AudioJournal;
import io.roomscribe.transcription.MemoryJournal;
import io.roomscribe.transcription.TranscriptionListener;
import io.roomscribe.transcription.TranscriptionStream;

/** Opens streams with the session's options, and knows how they are to be used. */
@FunctionalInterface
interface Recogniser {

  TranscriptionStream open(TranscriptionListener listener);

  /** Where the session's audio waits; what is in it already is gone on with. Asked for once. */
  default AudioJournal journal() {
    return new MemoryJournal(120L * RoomMixer.OUTPUT_RATE_HZ * 2);
  }

  /**
   * What is stored already of a session that goes on: as of {@link #journal}, which then holds the
   * audio that an earlier process left.
   */
  default Told told() {
    return Told.NOTHING;
  }

  default SpeechPace pace() {
    return SpeechPace.PLAIN;
  }
}
