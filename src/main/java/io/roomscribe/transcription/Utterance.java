package io.roomscribe.transcription;

import java.util.List;

/**
 * What the service heard between two pauses.
 *
 * @param id the service's id, unique within the stream; a partial and its final share it
 * @param channel 0-based channel of the stream
 * @param isFinal settled; otherwise a partial that a later one replaces
 * @param startMs ms since the stream's first sample
 * @param endMs ms since the stream's first sample
 * @param text trimmed
 * @param language ISO 639 code as the service reports it
 * @param confidence 0..1
 * @param words in order of time; may be empty when the service gives none
 */
public record Utterance(
    String id,
    int channel,
    boolean isFinal,
    long startMs,
    long endMs,
    String text,
    String language,
    double confidence,
    List<Word> words) {

  /** Keeps the words unmodifiable. */
  public Utterance {
    words = List.copyOf(words);
  }
}
