package io.roomscribe.cluster;

/**
 * An unfinished session that nobody owns.
 *
 * @param sessionId the session
 * @param fence of its last owner
 * @param isOwn whether an earlier process of this very node was that
 * @param lastSeenMs when that owner was known to live last, in ms since 1970 by the database's
 *     clock
 */
public record Candidate(String sessionId, long fence, boolean isOwn, long lastSeenMs) {}
