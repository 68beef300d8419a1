package io.roomscribe.rooms;

import org.jspecify.annotations.Nullable;

/**
 * CDI event: audio of a session is missing from what was sent to speech-to-text, or will never be
 * transcribed. Fired where it is found, lanes that must not block among them, so observers only
 * hand over to a queue of their own.
 *
 * <p>What is reported twice counts once: the gaps of one track and cause are the union of their
 * stretches.
 *
 * @param sessionId the session
 * @param trackId the track; null when the whole session is meant
 * @param participant identity of whose track it is; null when unknown, and for the whole session
 * @param fromMs since the session's position zero
 * @param toMs exclusive, after fromMs
 * @param cause one word in capitals
 * @param detail a sentence for people; empty when the cause says it all
 */
public record AudioGap(
    String sessionId,
    @Nullable String trackId,
    @Nullable String participant,
    long fromMs,
    long toMs,
    String cause,
    String detail) {}
