package io.roomscribe.standin.gladia;

import java.util.List;
import java.util.Optional;

/**
 * What came and what was said when, in one session.
 *
 * <p>Units: {@code …S} are seconds of the session's audio, {@code …Nanos} are {@link
 * System#nanoTime()}.
 *
 * @param samples the audio, s16 mono at 16 kHz; none if it was sent in another form
 * @param arrivals of its chunks, in order
 * @param said every partial and final that was to go to the socket, in order
 */
public record Timeline(short[] samples, List<Arrival> arrivals, List<Said> said) {

  /** A chunk whose last sample is before this time of the audio. */
  public record Arrival(double endS, long atNanos) {}

  /**
   * A transcript message.
   *
   * @param utteranceId as in the message
   * @param words never none
   * @param heardS of a final: the audio that had not been enough for it ends here, and the chunk
   *     that follows ended the utterance
   */
  public record Said(
      String utteranceId, boolean isFinal, List<Word> words, double heardS, long atNanos) {}

  /** A word that was found. */
  public record Word(String text, double startS, double endS) {}

  /** The chunk with what is to be heard at this time; empty if it never came. */
  public Optional<Arrival> arrivalOf(double timeS) {
    int low = 0;
    int high = arrivals.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (arrivals.get(middle).endS() > timeS) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low < arrivals.size() ? Optional.of(arrivals.get(low)) : Optional.empty();
  }
}
