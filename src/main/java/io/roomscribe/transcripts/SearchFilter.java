package io.roomscribe.transcripts;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of all sessions.
 *
 * @param room the room's name; null for all
 * @param speaker identity or display name of one who speaks in the line; null for everybody
 * @param from spoken at or after; null from the start
 * @param to spoken before; null to the end
 * @param text contained in the line, whatever the case; null for any
 * @param newestFirst the order
 */
record SearchFilter(
    @Nullable String room,
    @Nullable String speaker,
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable String text,
    boolean newestFirst) {
  /** The same for equal filters, on every node and after every start. */
  int fingerprint() {
    return Objects.hash(room, speaker, from, to, text, newestFirst ? 1 : 0);
  }
}
