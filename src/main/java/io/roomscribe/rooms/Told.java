package io.roomscribe.rooms;

import java.util.List;

/**
 * What of a session is stored already, so that a session that goes on does not tell it again.
 *
 * @param lastStream the greatest number of a stream that a stored utterance came from; 0 if there
 *     is none
 * @param words those that may lie in the audio that still waits, in order of time
 */
public record Told(int lastStream, List<Said> words) {

  /** Nothing, as of a new session. */
  public static final Told NOTHING = new Told(0, List.of());

  /** Keeps the words unmodifiable. */
  public Told {
    words = List.copyOf(words);
  }

  /** Where the last of these words ends, since the session's position zero; 0 without any. */
  long endMs() {
    return words.stream().mapToLong(Said::endMs).max().orElse(0);
  }

  /**
   * A stored word, or a whole line of which no words are known.
   *
   * @param utteranceId the utterance it belongs to
   * @param text with its punctuation
   * @param startMs ms since the session's position zero
   * @param endMs ms since the session's position zero
   */
  public record Said(String utteranceId, String text, long startMs, long endMs) {}
}
