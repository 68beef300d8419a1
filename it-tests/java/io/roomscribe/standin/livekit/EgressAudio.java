package io.roomscribe.standin.livekit;

import java.util.List;
import java.util.Optional;

/**
 * What an egress hears of its room.
 *
 * <p>Threading: confined to the pacing thread.
 */
interface EgressAudio {

  /**
   * Looks for what must be there before the egress begins.
   *
   * @return empty if all of it is there, else the error with which the egress fails if it never
   *     comes
   */
  Optional<String> missing(StandInRoom room);

  /** Why it can never be sent; empty if it can. Asked once nothing is missing. */
  Optional<String> flaw();

  /** The tracks heard now, in the order in which they were found. */
  List<StandInTrack> tracks();

  /** True once a first packet has come; an egress is not active before. */
  default boolean hasMedia() {
    return tracks().stream().anyMatch(StandInTrack::sendsMedia);
  }

  /** True once there will be no more of it. */
  boolean hasEnded();

  /**
   * Overwrites the buffer with what was to be heard from a moment of {@link System#nanoTime()} on:
   * interleaved stereo at 48 kHz, not clipped.
   */
  void read(long fromNanos, int[] stereo, int frames);
}
