package io.roomscribe.cluster;

/**
 * An unfinished session that nobody owns.
 *
 * @param sessionId the session
 * @param fence of its last owner
 * @param isOwn whether an earlier process of this very node was that
 */
public record Candidate(String sessionId, long fence, boolean isOwn) {}
