/**
 * Audio arriving: the WebSocket that LiveKit's Track Egress dials.
 *
 * <p>May call {@code rooms}, {@code audio}, {@code security} and the clock of {@code lanes}. Runs
 * on container threads and never blocks: bytes go into the track's ring, everything else is handed
 * to the session.
 */
@NullMarked
package io.roomscribe.ingest;

import org.jspecify.annotations.NullMarked;
