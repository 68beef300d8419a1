package io.roomscribe.transcription;

/**
 * One running recognition: audio in, utterances out at the {@link TranscriptionListener}.
 *
 * <p>Units: s16 samples at {@link StreamOptions#sampleRateHz()}, interleaved when there is more
 * than one channel; the stream's time zero is its first sample.
 *
 * <p>Threading: {@link #send} is confined to the room lane; {@link #finish} and {@link #abort} may
 * come from any thread. None of them blocks.
 *
 * <p>Life: open, then any number of {@code send}, then {@code finish} or {@code abort}; exactly one
 * {@link TranscriptionListener#onEnd} follows either, or an unrecoverable error.
 */
public interface TranscriptionStream {

  /**
   * Takes the next samples; they are copied.
   *
   * @return false when so much is unconfirmed that the stream's bound is reached, or the stream has
   *     ended: nothing was taken, and time did not move on; the same samples may be offered again
   */
  boolean send(short[] samples, int offset, int length);

  /** No more audio: waits in the background for the remaining finals, then {@code onEnd}. */
  void finish();

  /** Gives up at once: what is still on its way is lost. */
  void abort();
}
