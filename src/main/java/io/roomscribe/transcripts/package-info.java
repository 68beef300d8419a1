/**
 * Utterances stored once, and found again: entities, store, queries, the transcript resources.
 *
 * <p>May call {@code rooms}, {@code lanes} and {@code security}.
 */
@NullMarked
package io.roomscribe.transcripts;

import org.jspecify.annotations.NullMarked;
