package io.roomscribe.transcripts;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of a session.
 *
 * @param sessionId the session
 * @param speaker identity or display name of one who speaks in the line; null for everybody
 * @param fromMs lines that are still spoken at or after this position; null from the start
 * @param toMs lines that begin before this position; null to the end
 */
record SessionFilter(
    String sessionId, @Nullable String speaker, @Nullable Long fromMs, @Nullable Long toMs) {
  /** The same for equal filters, on every node and after every start. */
  int fingerprint() {
    return Objects.hash(sessionId, speaker, fromMs, toMs);
  }
}
