package io.roomscribe.transcripts;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which gaps of a session.
 *
 * @param sessionId the session
 * @param beginFromMs gaps that begin at or after this position; null from the start
 * @param fromMs gaps that last beyond this position; null from the start
 * @param toMs gaps that begin before this position; null to the end
 * @param shortestMs gaps of this length or longer; 0 for all
 */
record GapFilter(
    String sessionId,
    @Nullable Long beginFromMs,
    @Nullable Long fromMs,
    @Nullable Long toMs,
    long shortestMs) {
  /** Gaps of the time that the filter lets through. Whose they are makes no difference. */
  static GapFilter of(SessionFilter lines, long shortestMs) {
    return new GapFilter(lines.sessionId(), null, lines.fromMs(), lines.toMs(), shortestMs);
  }

  /**
   * Those that belong to a page of lines: of all pages together, each has one.
   *
   * @param after where the page begins; null at the start
   * @param next where the next one does; null at the end
   */
  GapFilter within(@Nullable Cursor after, @Nullable Cursor next) {
    return new GapFilter(
        sessionId,
        after == null ? null : after.first(),
        fromMs,
        next == null ? toMs : Long.valueOf(next.first()),
        shortestMs);
  }

  /** The same for equal filters, on every node and after every start. */
  int fingerprint() {
    return Objects.hash("gaps", sessionId, beginFromMs, fromMs, toMs, shortestMs);
  }
}
