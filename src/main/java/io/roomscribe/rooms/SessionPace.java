package io.roomscribe.rooms;

import java.time.Duration;

/**
 * How patient a session is.
 *
 * @param round between two looks at LiveKit, at most
 * @param waitForRoom for a room that does not exist yet
 * @param drain for the audio that egress has buffered when it is stopped
 * @param hold for the storing of the last words
 * @param switchBackAfter how long a better capture must have been possible before it is taken
 * @param patience with egresses
 */
record SessionPace(
    Duration round,
    Duration waitForRoom,
    Duration drain,
    Duration hold,
    Duration switchBackAfter,
    EgressWatch.Patience patience) {}
