package io.roomscribe.audio;

/**
 * How a room is mixed. Immutable.
 *
 * <p>Errors: {@link IllegalArgumentException} if a value is outside its bounds; the message names
 * it.
 *
 * @param blockMs length of one mixed block, 20..500 ms, a multiple of 10
 * @param jitterTargetMs how far behind its arrival a track is placed, so that jitter does not tear
 *     it, 0..2000 ms; {@link RoomMixer}'s look-ahead takes 10 ms of it
 * @param ringMs audio that a track may hold before the oldest is dropped; at most 60000 ms, at
 *     least 500 ms more than the jitter target
 * @param activityHistoryMs how long it is remembered who spoke when, 1000..3600000 ms; costs 1 byte
 *     per track and 10 ms in which it speaks
 */
public record MixerSettings(int blockMs, int jitterTargetMs, int ringMs, int activityHistoryMs) {

  /** What a ring holds at least beyond the jitter target, in ms. */
  static final int LEAST_RING_TO_SPARE_MS = 500;

  /** Checks the bounds. */
  public MixerSettings {
    requireWithin("blockMs", blockMs, 20, 500);
    if (blockMs % 10 != 0) {
      throw new IllegalArgumentException("blockMs=" + blockMs + " must be a multiple of 10");
    }
    requireWithin("jitterTargetMs", jitterTargetMs, 0, 2_000);
    requireWithin("ringMs", ringMs, jitterTargetMs + LEAST_RING_TO_SPARE_MS, 60_000);
    requireWithin("activityHistoryMs", activityHistoryMs, 1_000, 3_600_000);
  }

  private static void requireWithin(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + "=" + value + " must be within " + least + ".." + most);
    }
  }
}
