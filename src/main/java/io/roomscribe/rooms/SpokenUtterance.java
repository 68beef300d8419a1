package io.roomscribe.rooms;

import java.time.Instant;
import java.util.List;

/**
 * CDI event: an utterance with its speakers. Fired synchronously on the room lane, so observers
 * only hand over to a queue of their own.
 *
 * @param sessionId the session
 * @param room the room's name
 * @param utteranceId unique within the session; a partial and its final share it, and each event
 *     replaces all lines of the one before
 * @param isFinal settled: exactly one such event for each utterance id
 * @param language as the recogniser reports it
 * @param epoch wall-clock time of the session's position zero
 * @param lines at least one, in order of time
 * @param holds where observers say until when they may lose a final: its audio is kept so long
 */
public record SpokenUtterance(
    String sessionId,
    String room,
    String utteranceId,
    boolean isFinal,
    String language,
    Instant epoch,
    List<SpokenLine> lines,
    Holds holds) {

  /** An utterance that nobody waits for: its holds are for nothing. */
  public SpokenUtterance(
      String sessionId,
      String room,
      String utteranceId,
      boolean isFinal,
      String language,
      Instant epoch,
      List<SpokenLine> lines) {
    this(sessionId, room, utteranceId, isFinal, language, epoch, lines, Holds.NOBODY);
  }

  /** Keeps the lines unmodifiable. */
  public SpokenUtterance {
    lines = List.copyOf(lines);
  }
}
