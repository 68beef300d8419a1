package io.roomscribe.standin.livekit;

/**
 * Sees when sound leaves the egress service.
 *
 * <p>Units: moments are {@link System#nanoTime()}.
 *
 * <p>Threading: called on the pacing thread, for each 10 ms of each track, so it must be quick.
 */
@FunctionalInterface
public interface SoundWitness {

  /**
   * A piece of a track has been put on its way: over a WebSocket, or to the encoder of an RTMP
   * stream. A network that stands still comes after that.
   *
   * @param pieceNanos when the first sample of the piece was spoken
   */
  void sent(StandInTrack track, long pieceNanos, long sentNanos);
}
