package io.roomscribe.rooms;

import io.roomscribe.audio.RoomMixer;
import io.roomscribe.transcription.AudioJournal;
import io.roomscribe.transcription.StreamOptions;
import io.roomscribe.transcription.TranscriptionListener;
import io.roomscribe.transcription.TranscriptionProvider;
import io.roomscribe.transcription.TranscriptionStream;
import io.roomscribe.transcription.journal.Journals;

/**
 * One session's speech-to-text: the provider, listening as the session asks, and a journal on disk.
 *
 * @param sessionId names the journal
 * @param options how streams listen
 */
record SessionRecogniser(
    TranscriptionProvider provider,
    Journals journals,
    SpeechPace pace,
    String sessionId,
    StreamOptions options)
    implements RoomSpeech.Recogniser {

  private static final int SAMPLE_BYTES = 2;

  @Override
  public TranscriptionStream open(TranscriptionListener listener) {
    return provider.open(options, listener);
  }

  @Override
  public AudioJournal journal() {
    return journals.open(sessionId, RoomMixer.OUTPUT_RATE_HZ * SAMPLE_BYTES);
  }
}
