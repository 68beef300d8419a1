/**
 * A room being transcribed: what should be running, and the session that runs it.
 *
 * <p>Sessions with their state machine, the reconciliation of desired against actual egresses, the
 * room's audio, who spoke, the session's REST resource and its JPA entities. May call {@code
 * transcription}, {@code audio}, {@code lanes} and {@code security}. LiveKit is reached through
 * {@link io.roomscribe.rooms.RoomGateway}; those who want to know observe the events fired here.
 */
@NullMarked
package io.roomscribe.rooms;

import org.jspecify.annotations.NullMarked;
