package io.roomscribe.rooms;

import org.jspecify.annotations.Nullable;

/**
 * Which sessions to list, newest first.
 *
 * @param room only of this room; null: of all
 * @param state only in this state; null: in any
 * @param before only ids before this one, which ids sort by time of creation; null: from the newest
 * @param limit at most so many
 */
record SessionQuery(
    @Nullable String room, @Nullable String state, @Nullable String before, int limit) {}
