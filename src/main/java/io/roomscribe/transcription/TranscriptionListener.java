package io.roomscribe.transcription;

/**
 * What a stream reports.
 *
 * <p>Threading: called one at a time, on the stream's lane. Implementations only hand over: they
 * neither block nor compute.
 */
public interface TranscriptionListener {

  /** The service knows the stream under this id; called once, before any utterance. */
  void onOpen(String providerSessionId);

  /** The socket is usable: after opening and after every reconnection. */
  void onConnected();

  /** A partial or a final utterance; a partial is replaced by the next one of the same id. */
  void onUtterance(Utterance utterance);

  /**
   * The service holds all audio before this sample of the stream.
   *
   * @param samples taken by {@link TranscriptionStream#send} before it
   */
  void onAcknowledged(long samples);

  /**
   * The connection is in trouble and the stream goes on trying: back-off, reconnection, waiting for
   * a free slot.
   *
   * <p>One kind of trouble is for good: {@link TranscriptionException.Category#EXPIRED} says that
   * the service has ended the session. No more audio is taken, {@code onEnd} follows once the
   * finals still unheard have been fetched; a successor can be opened at once.
   */
  void onTrouble(TranscriptionException trouble);

  /**
   * The stream is over and nothing follows.
   *
   * @param end whether every final has arrived, and if not why
   */
  void onEnd(StreamEnd end);
}
