package io.roomscribe.rooms;

/**
 * CDI event: a session changed its state. Fired on the session's control lane, so observers only
 * hand over to a queue of their own.
 *
 * @param sessionId the session
 * @param room the room's name
 * @param state the new state as the resource shows it
 * @param ended nothing will be added
 * @param cause why
 */
public record SessionChanged(
    String sessionId, String room, String state, boolean ended, String cause) {}
