package io.roomscribe.rooms;

import java.util.List;

/**
 * A run of words of one speaker within an utterance; an utterance in which the speaker changes
 * without a pause has several.
 *
 * @param speakers strongest first; more than one when others talked at the same time, none when
 *     unknown
 * @param text the words as written
 * @param startMs ms since the session's position zero
 * @param endMs ms since the session's position zero
 * @param confidence the recogniser's, 0..1
 * @param words in order of time
 */
public record SpokenLine(
    List<Speaker> speakers,
    String text,
    long startMs,
    long endMs,
    double confidence,
    List<SpokenWord> words) {

  /** Keeps the lists unmodifiable. */
  public SpokenLine {
    speakers = List.copyOf(speakers);
    words = List.copyOf(words);
  }
}
