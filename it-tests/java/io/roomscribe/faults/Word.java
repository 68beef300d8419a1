package io.roomscribe.faults;

/**
 * A word that somebody said; no two of a conversation are the same.
 *
 * @param text as the transcript must have it
 * @param identity of who said it
 * @param trackId of the microphone
 * @param fromNs when it began, by {@link System#nanoTime()}
 * @param toNs when its last tone ended
 */
record Word(String text, String identity, String trackId, long fromNs, long toNs) {}
