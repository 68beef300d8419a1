/**
 * Keeps the audio of sessions that ask for it, as the recogniser heard it, and serves it as WAV.
 *
 * <p>A recording is raw samples in files, one for each process that recorded the session, in which
 * each block stands where the session's clock has it. So a killed process costs what it did not
 * hear, and what follows has its right place.
 *
 * <p>Rooms know only {@link io.roomscribe.rooms.Recorder}. Threads: blocks come on the room lanes
 * and are queued; one lane for all recordings writes, deletes and tidies up; downloads read on the
 * container's threads. May call {@code rooms}, {@code audio}, {@code lanes} and {@code security}.
 */
@NullMarked
package io.roomscribe.recording;

import org.jspecify.annotations.NullMarked;
