package io.roomscribe.rooms;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which utterance of a session it is: the number of the stream that heard it, a dash, and the
 * stream's own id of it. Streams of one session are numbered from 1, across its processes.
 *
 * @param stream number of the stream
 * @param own the provider's id, whatever characters it has
 */
public record UtteranceId(int stream, String own) {

  private static final Pattern STREAM = Pattern.compile("(\\d{1,9})-.*", Pattern.DOTALL);

  /** The stream that a stored id names; empty for an id that is of another form. */
  public static OptionalInt streamOf(String id) {
    Matcher matcher = STREAM.matcher(id);
    return matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }

  /** As it is stored and shown. */
  @Override
  public String toString() {
    return stream + "-" + own;
  }
}
