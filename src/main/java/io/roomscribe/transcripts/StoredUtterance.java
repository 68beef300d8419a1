package io.roomscribe.transcripts;

import java.util.List;

/**
 * CDI event: an utterance has been committed. Fired on the store lane after the commit, in the
 * order of the numbers, so observers only hand over to a queue of their own.
 *
 * @param sessionId the session
 * @param room the room's name
 * @param utteranceId unique within the session
 * @param language as the recogniser reported it
 * @param lines at least one; their numbers follow each other without holes
 */
public record StoredUtterance(
    String sessionId, String room, String utteranceId, String language, List<StoredLine> lines) {
  /** Keeps the lines unmodifiable. */
  public StoredUtterance {
    lines = List.copyOf(lines);
  }

  /** The number of the last line: who has seen it has seen all before it. */
  public long lastSeq() {
    return lines.get(lines.size() - 1).seq();
  }
}
