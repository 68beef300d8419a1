package io.roomscribe.transcription;

/**
 * One word of an utterance.
 *
 * @param text trimmed, with the punctuation the service attached
 * @param startMs ms since the stream's first sample
 * @param endMs ms since the stream's first sample
 * @param confidence 0..1
 */
public record Word(String text, long startMs, long endMs, double confidence) {}
