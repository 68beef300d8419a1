package io.roomscribe.standin.gladia;

import java.util.List;

/**
 * Finds the words of one utterance, which begins with the first sample given and ends with {@link
 * #finish}.
 *
 * <p>Units: s16 mono at {@link Recogniser#RATE_HZ}; word times are seconds since the utterance's
 * first sample. Threading: confined to one thread.
 */
interface UtteranceDecoder {

  /** The next samples; may do the work of recognising them. */
  void accept(short[] samples);

  /** The words so far. */
  List<HeardWord> partial();

  /** The words of the whole; nothing is accepted afterwards. */
  List<HeardWord> finish();
}
