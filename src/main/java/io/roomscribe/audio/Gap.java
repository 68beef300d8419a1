package io.roomscribe.audio;

/**
 * A stretch of a track that is missing from the mix or was left out of it.
 *
 * @param trackId the track
 * @param fromSamples position at 16 kHz since the session began
 * @param toSamples exclusive
 * @param cause why
 */
public record Gap(String trackId, long fromSamples, long toSamples, Cause cause) {

  /** Why audio is missing. */
  public enum Cause {
    /** Nothing arrived in time; silence was mixed instead. */
    UNDERRUN,
    /** More arrived than the ring holds; the oldest was dropped. */
    OVERFLOW,
    /** Speech had to be shortened to bring the track back to its place. */
    CATCH_UP
  }
}
