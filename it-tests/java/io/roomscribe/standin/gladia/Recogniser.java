package io.roomscribe.standin.gladia;

import java.util.List;

/**
 * Hears words in audio. It is given the samples of a session and what a client may legally say
 * about them, never what is expected.
 *
 * <p>Threading: {@link #listen} is safe from any thread; an {@link Ear} is confined to its
 * session's listening thread. A {@link Listener} is called there, for partials on the thread that
 * recognises, and always for one utterance after another.
 */
interface Recogniser extends AutoCloseable {

  /** Rate of the samples that ears hear. */
  int RATE_HZ = 16_000;

  /** One channel's audio from now on. May return before the engine is loaded: hearing waits. */
  Ear listen(Listening how, Listener listener);

  /** What a listener is told by, for logs. */
  String name();

  @Override
  void close();

  /**
   * How to listen.
   *
   * @param endpointingS silence that ends an utterance
   * @param maxUtteranceS longest utterance before one is cut
   * @param vocabulary words the client says to expect
   */
  record Listening(double endpointingS, double maxUtteranceS, List<String> vocabulary) {}

  /** One channel. */
  interface Ear {

    /** The next samples, s16 mono at {@link #RATE_HZ}. */
    void hear(short[] samples);

    /** No more samples: everything still open is reported before this returns. */
    void finish();
  }

  /** What is heard, in order of time. */
  interface Listener {

    /** Somebody began to speak. */
    void onSpeechStart(double timeS);

    /** Nobody speaks any more. */
    void onSpeechEnd(double timeS);

    /** The words of the current utterance so far. */
    void onPartial(List<HeardWord> words);

    /** The words of the current utterance, which is over; never empty. */
    void onFinal(List<HeardWord> words);
  }
}
