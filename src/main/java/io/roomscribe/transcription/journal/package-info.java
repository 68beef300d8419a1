/**
 * Keeps the audio of sessions on disk until it has become words: a provider of {@link
 * io.roomscribe.transcription.AudioJournal}.
 *
 * <p>Why: no outage of the service, however long, and no killed process takes audio with it. Rooms
 * append and read in memory only; one lane of the node writes behind them, and reads ahead of them
 * what is no longer in memory. May call {@code transcription} and {@code lanes}.
 */
@NullMarked
package io.roomscribe.transcription.journal;

import org.jspecify.annotations.NullMarked;
