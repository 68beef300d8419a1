package io.roomscribe.rooms;

import io.roomscribe.audio.Gap;
import io.roomscribe.audio.MixerSettings;
import io.roomscribe.audio.RoomMixer;
import io.roomscribe.lanes.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The time for which nobody ran a session, between what its journal holds and the first sound after
 * it was resumed.
 *
 * <p>Units: samples at 16 kHz since the session's position zero.
 *
 * @param startedAt when the session's clock started, in an earlier process
 * @param from where what was heard then ends
 * @param resumedAt where the session was resumed: now, but never before what was heard
 * @param cause why what lies between is missing
 */
record Downtime(Instant startedAt, long from, long resumedAt, Gap.Cause cause) {

  /** Longest from a resumption to the first sound of those who were there all the time. */
  private static final long RETURN_SAMPLES = 60L * RoomMixer.OUTPUT_RATE_HZ;

  /**
   * Ends now.
   *
   * @param heard where what the journal holds ends; 0 when there is none to go on with
   * @param told where the last stored word ends
   */
  static Downtime until(Clock clock, Instant startedAt, long heard, long told) {
    boolean isLost = heard == 0 && told > 0;
    long from = isLost ? told : heard;
    return new Downtime(
        startedAt,
        from,
        Math.max(from, position(clock, startedAt)),
        isLost ? Gap.Cause.JOURNAL_UNREACHABLE : Gap.Cause.NODE_DOWN);
  }

  /** Where the session is by the wall clock. */
  private static long position(Clock clock, Instant startedAt) {
    long ms = Duration.between(startedAt, clock.now()).toMillis();
    return Math.max(0, ms * RoomMixer.OUTPUT_RATE_HZ / 1_000);
  }

  /** A mixer that goes on now, with the next whole block. */
  RoomMixer mixer(MixerSettings settings, Clock clock) {
    long now = Math.max(resumedAt, position(clock, startedAt));
    long startNs = clock.nanoTime() - now / (RoomMixer.OUTPUT_RATE_HZ / 1_000) * 1_000_000;
    long blockSamples = (long) settings.blockMs() * RoomMixer.OUTPUT_RATE_HZ / 1_000;
    return new RoomMixer(settings, startNs, (now + blockSamples - 1) / blockSamples);
  }

  /** What is missing as soon as it is resumed. */
  List<Gap> missing() {
    return missing(from, resumedAt, cause);
  }

  /**
   * What else is missing now that something arrives: those who speak on while egresses are started
   * anew are not heard. Who comes later than that was not there.
   */
  List<Gap> missingUntil(long position) {
    return position - resumedAt > RETURN_SAMPLES
        ? List.of()
        : missing(resumedAt, position, Gap.Cause.NODE_DOWN);
  }

  private static List<Gap> missing(long from, long to, Gap.Cause cause) {
    return to <= from ? List.of() : List.of(new Gap(Gap.WHOLE_ROOM, from, to, cause));
  }
}
