package io.roomscribe.transcripts;

import io.roomscribe.rooms.SessionChanged;

/**
 * CDI event: a session has ended and all it said has been committed and announced. Fired on the
 * store lane, after the session's last {@link StoredUtterance}.
 *
 * @param session how it ended
 */
public record TranscriptClosed(SessionChanged session) {}
