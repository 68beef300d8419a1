package io.roomscribe.transcription.gladia;

import io.roomscribe.lanes.BackOff;
import io.roomscribe.lanes.Cancellable;
import io.roomscribe.transcription.TranscriptionException;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Objects;

/**
 * Opens a session, again and again while that makes sense: without end while Gladia is busy, for a
 * limited time while it is out of reach, never after a refusal.
 *
 * <p>Threading: confined to the stream's lane.
 */
final class SessionOpening {

  /** Who is told; called on the lane. */
  interface Owner {

    /** Here it is; arrives even after {@link #cancel}, because an open session holds a slot. */
    void opened(GladiaSession session);

    /** Not yet; will be tried again. */
    void delayed(TranscriptionException trouble);

    /** Not ever. */
    void failed(TranscriptionException trouble);
  }

  private final JsonObject body;
  private final StreamTools tools;
  private final Owner owner;
  private final BackOff backOff;
  private final long startedNs;
  private Cancellable retry = () -> {};
  private boolean cancelled;

  SessionOpening(JsonObject body, StreamTools tools, Owner owner) {
    this.body = body;
    this.tools = tools;
    this.owner = owner;
    this.backOff =
        new BackOff(
            tools.tuning().patience().firstPause(), tools.tuning().patience().longestPause());
    this.startedNs = tools.clock().nanoTime();
  }

  /** Makes an attempt. */
  void start() {
    tools.api().initiate(body, answer -> tools.lane().offer(() -> answered(answer)));
  }

  /** Makes no further attempt. */
  void cancel() {
    cancelled = true;
    retry.cancel();
  }

  private void answered(Answer<GladiaSession> answer) {
    TranscriptionException trouble = answer.trouble();
    if (trouble == null) {
      owner.opened(Objects.requireNonNull(answer.value()));
    } else if (cancelled) {
      return;
    } else if (isPassing(trouble)) {
      Duration pause = longer(backOff.next(), answer.retryAfter());
      retry = tools.lanes().after(pause, tools.lane(), this::start);
      owner.delayed(trouble);
    } else {
      owner.failed(trouble);
    }
  }

  private boolean isPassing(TranscriptionException trouble) {
    long sinceNs = tools.clock().nanoTime() - startedNs;
    return switch (trouble.category()) {
      case BUSY -> true;
      case UNAVAILABLE -> sinceNs < tools.tuning().patience().giveUp().toNanos();
      default -> false;
    };
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
