package io.roomscribe.rooms;

import io.roomscribe.lanes.BackOff;
import io.roomscribe.lanes.Cancellable;
import io.roomscribe.lanes.Clock;
import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import io.roomscribe.transcription.TranscriptionException;
import io.roomscribe.transcription.TranscriptionException.Category;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When another stream may be opened after one has failed: after growing pauses, longer ones where
 * the service refuses our key, and never where it calls our request wrong.
 *
 * <p>Threading: confined to the room lane. Ownership: whoever makes it closes it.
 */
final class StreamRetries {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration FIRST_PAUSE_UNAUTHORIZED = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE_UNAUTHORIZED = Duration.ofMinutes(2);

  private final Clock clock;
  private final Lanes lanes;
  private final Lane lane;
  private final Duration unauthorizedPatience;
  private final BackOff backOff = new BackOff(FIRST_PAUSE, LONGEST_PAUSE);
  private final BackOff keyBackOff =
      new BackOff(FIRST_PAUSE_UNAUTHORIZED, LONGEST_PAUSE_UNAUTHORIZED);

  private @Nullable Long unauthorizedSinceNs;
  private Cancellable pause = () -> {};
  private boolean mayOpen = true;

  /**
   * Retries that begin with none pending.
   *
   * @param unauthorizedPatience for how long a refused key is tried again
   */
  StreamRetries(RoomAudio.Parts parts, Lane lane, Duration unauthorizedPatience) {
    this.clock = parts.clock();
    this.lanes = parts.lanes();
    this.lane = lane;
    this.unauthorizedPatience = unauthorizedPatience;
  }

  /** Whether no pause is going on. */
  boolean mayOpen() {
    return mayOpen;
  }

  /** A stream was taken by the service. */
  void connected() {
    unauthorizedSinceNs = null;
    keyBackOff.reset();
  }

  /**
   * A stream failed: the next may be opened after a pause, shorter if this one had lived long.
   *
   * @param openedNs when the failed one was opened
   * @param opening runs once another may be opened
   */
  void failed(TranscriptionException why, long openedNs, Runnable opening) {
    mayOpen = false;
    if (clock.nanoTime() - openedNs > LONGEST_PAUSE.toNanos()) {
      backOff.reset();
    }
    BackOff pauses = why.category() == Category.UNAUTHORIZED ? keyBackOff : backOff;
    pause =
        lanes.after(
            pauses.next(),
            lane,
            () -> {
              mayOpen = true;
              opening.run();
            });
  }

  /** Whether another try cannot help, or was made for long enough. */
  boolean isHopeless(TranscriptionException failure) {
    return switch (failure.category()) {
      case INVALID_REQUEST -> true;
      case UNAUTHORIZED -> isKeyRefusedForTooLong();
      case BUSY, UNAVAILABLE, EXPIRED -> false;
    };
  }

  /** No more streams. */
  void close() {
    mayOpen = false;
    pause.cancel();
  }

  private boolean isKeyRefusedForTooLong() {
    long nowNs = clock.nanoTime();
    long sinceNs = unauthorizedSinceNs == null ? nowNs : unauthorizedSinceNs;
    unauthorizedSinceNs = sinceNs;
    return nowNs - sinceNs >= unauthorizedPatience.toNanos();
  }
}
