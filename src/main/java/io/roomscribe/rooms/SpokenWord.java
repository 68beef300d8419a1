package io.roomscribe.rooms;

import java.util.List;

/**
 * A word and who said it.
 *
 * @param text with its punctuation
 * @param startMs ms since the session's position zero
 * @param endMs ms since the session's position zero
 * @param confidence the recogniser's, 0..1
 * @param speakers identities of those whose tracks carried speech then, strongest first; more than
 *     one when people talked over each other, none when unknown
 */
public record SpokenWord(
    String text, long startMs, long endMs, double confidence, List<String> speakers) {

  /** Keeps the speakers unmodifiable. */
  public SpokenWord {
    speakers = List.copyOf(speakers);
  }
}
