package io.roomscribe.rooms;

import io.roomscribe.audio.RoomMixer;
import io.roomscribe.transcription.AudioJournal;
import io.roomscribe.transcription.StreamOptions;
import io.roomscribe.transcription.TranscriptionListener;
import io.roomscribe.transcription.TranscriptionProvider;
import io.roomscribe.transcription.TranscriptionStream;
import java.util.function.BooleanSupplier;

/**
 * One session's speech-to-text: the provider, listening as the session asks, and a journal on disk.
 *
 * @param options how streams listen
 * @param journal the session's; one that was left behind is gone on with
 * @param told what is stored already of the audio in it
 * @param mayAct whether the session is this node's, as far as that is known
 */
record SessionRecogniser(
    TranscriptionProvider provider,
    SpeechPace pace,
    StreamOptions options,
    AudioJournal journal,
    Told told,
    BooleanSupplier mayAct)
    implements Recogniser {

  /** Of a journal of the mix. */
  static final int BYTES_PER_SECOND = 2 * RoomMixer.OUTPUT_RATE_HZ;

  @Override
  public TranscriptionStream open(TranscriptionListener listener) {
    return new LeasedStream(provider.open(options, listener), mayAct);
  }
}
