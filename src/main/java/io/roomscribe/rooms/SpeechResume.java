package io.roomscribe.rooms;

import io.roomscribe.audio.RoomMixer;
import io.roomscribe.rooms.SpeechNotes.Owing;
import io.roomscribe.rooms.SpeechNotes.State;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a session goes on whose process has ended: where the stored words of the earliest stream
 * end that still owed some. Words of later streams that are stored are not told again.
 *
 * <p>A stream's finals come and are stored in order, so all that was spoken before the last stored
 * word of a stream is stored. Where less is known, it goes on earlier.
 *
 * <p>Units: samples at 16 kHz since the session's position zero.
 *
 * @param state noted by the process that has ended; null when nothing is
 * @param told what is stored
 */
record SpeechResume(@Nullable State state, Told told) {

  private static final int SAMPLES_PER_MS = RoomMixer.OUTPUT_RATE_HZ / 1_000;

  /** A final that is stored may end a little before its stream's. */
  private static final long SLACK = 50 * SAMPLES_PER_MS;

  /** What is kept before that which is needed. */
  private static final long KEPT = Duration.ofSeconds(2).toMillis() * SAMPLES_PER_MS;

  /**
   * Where the words of the next stream begin to count.
   *
   * @param start of the journal
   */
  long goesOnAt(long start) {
    State known = state;
    if (known == null) {
      return start == 0 ? 0 : start + KEPT;
    }
    long from = known.following();
    for (Owing stream : known.owing()) {
      long toldTo = toldTo(stream.number());
      if (!stream.ended() || toldTo + SLACK < stream.settledTo()) {
        from = Math.min(from, Math.max(toldTo, stream.countsFrom()));
      }
    }
    return Math.max(known.needed(), from);
  }

  /** The end of all that is told. */
  long toldTo() {
    return told.words().stream().mapToLong(Told.Said::endMs).max().orElse(0) * SAMPLES_PER_MS;
  }

  private long toldTo(int stream) {
    long ms =
        told.words().stream()
            .filter(word -> UtteranceId.streamOf(word.utteranceId()).orElse(0) == stream)
            .mapToLong(Told.Said::endMs)
            .max()
            .orElse(0);
    return ms * SAMPLES_PER_MS;
  }
}
