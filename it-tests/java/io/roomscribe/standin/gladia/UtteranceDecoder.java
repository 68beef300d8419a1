package io.roomscribe.standin.gladia;

import java.util.List;
import java.util.function.Consumer;

/**
 * Finds the words of one utterance, which begins with the first sample given and ends with {@link
 * #finish}.
 *
 * <p>Units: s16 mono at {@link Recogniser#RATE_HZ}; word times are seconds since the utterance's
 * first sample. Threading: confined to one thread; what it was opened to report to is called on
 * whichever thread recognises, never after {@link #finish} has returned.
 */
interface UtteranceDecoder {

  /** Opens a decoder for the next utterance. */
  interface Opening {

    /** A decoder that reports the words so far whenever it has got on. */
    UtteranceDecoder open(Consumer<List<HeardWord>> soFar);
  }

  /** The next samples; may do the work of recognising them. */
  void accept(short[] samples);

  /** The words of the whole; nothing is accepted afterwards. */
  List<HeardWord> finish();
}
