package io.roomscribe.rooms;

/**
 * Who spoke.
 *
 * @param identity the participant's identity in the room
 * @param name the display name, or the identity where there is none
 */
public record Speaker(String identity, String name) {}
