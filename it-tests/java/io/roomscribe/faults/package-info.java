/**
 * The proof that nothing is lost: people talk in a room of the LiveKit stand-in, something goes
 * wrong, and afterwards every word is in the transcript once, under the right name and in order, or
 * within a gap that the session declares.
 *
 * <p>{@link io.roomscribe.faults.FaultMatrix} tries every fault at several moments and prints a
 * table; {@link io.roomscribe.faults.FaultsIT} tries the most telling ones with every build. The
 * product runs as it does in production, as Payara Micro processes on PostgreSQL, and is spoken to
 * over HTTP only. Words are tones that the Gladia stand-in decodes exactly, so that one missing
 * word is one missing word.
 */
package io.roomscribe.faults;
