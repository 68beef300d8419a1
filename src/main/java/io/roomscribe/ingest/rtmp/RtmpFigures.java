package io.roomscribe.ingest.rtmp;

/**
 * What happened since the start of this node.
 *
 * @param live publishers connected now
 * @param admitted publishers let in
 * @param refused publishers with a wrong key, or of a session that wants none
 * @param ffmpegRestarts FFmpegs that died while their publisher was connected
 */
public record RtmpFigures(int live, long admitted, long refused, long ffmpegRestarts) {}
