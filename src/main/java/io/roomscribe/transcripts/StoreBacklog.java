package io.roomscribe.transcripts;

/**
 * How storing is doing.
 *
 * @param waiting finals, gaps and ends of sessions that are not stored yet
 * @param diskBytes length of the files that keep them
 * @param isDurable what comes is written to the disk at once: it outlives this process
 * @param setAside entries that can never be stored, kept apart for people to look at
 * @param lost entries that found no room, or could not be read back: not 0 means that text was lost
 */
public record StoreBacklog(
    long waiting, long diskBytes, boolean isDurable, long setAside, long lost) {}
