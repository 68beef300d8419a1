/**
 * The PCM kernel: track rings, placement of tracks on one clock, mixing, resampling, speech
 * activity.
 *
 * <p>Calls nobody: plain JDK, no Jakarta API, no I/O, no clock and no threads of its own. Time
 * comes in as nanoseconds of a monotonic clock, positions are samples since the session began.
 */
@NullMarked
package io.roomscribe.audio;

import org.jspecify.annotations.NullMarked;
