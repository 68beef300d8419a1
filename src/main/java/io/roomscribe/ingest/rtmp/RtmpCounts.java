package io.roomscribe.ingest.rtmp;

/**
 * What one listener has seen since it was opened.
 *
 * @param connections accepted connections
 * @param turnedAway connections closed at once because of a limit
 * @param published publications let in
 * @param refused publications that the gate did not let in
 * @param violations connections closed because what they sent was not RTMP, or was over a limit
 * @param dropped messages of publishers that were neither audio nor the protocol's own
 * @param live publications running now
 */
public record RtmpCounts(
    long connections,
    long turnedAway,
    long published,
    long refused,
    long violations,
    long dropped,
    int live) {}
