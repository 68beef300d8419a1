package io.roomscribe.rooms;

import java.time.Instant;

/**
 * What readers of a session need to know of it.
 *
 * @param id the session's id
 * @param room the room's name
 * @param ended nothing will be added
 * @param createdAt when it was asked for
 * @param recorded its audio is to be kept
 */
public record SessionSummary(
    String id, String room, boolean ended, Instant createdAt, boolean recorded) {}
