package io.roomscribe.transcription;

/**
 * A live speech-to-text service.
 *
 * <p>Threading: safe from any thread. Errors: opening never throws for the service's sake; trouble
 * arrives at the listener.
 */
public interface TranscriptionProvider {

  /** The provider's name as it appears in resources and health, for example {@code gladia}. */
  String name();

  /**
   * Opens a stream and returns at once; connecting goes on in the background.
   *
   * <p>Audio may be sent from the first moment: it waits in the stream's bounded buffer until the
   * service is there.
   */
  TranscriptionStream open(StreamOptions options, TranscriptionListener listener);

  /**
   * Asks the service whether it is there and takes our key. Blocks for at most a few seconds.
   *
   * @throws TranscriptionException saying which of the two is not so
   */
  void probe();
}
