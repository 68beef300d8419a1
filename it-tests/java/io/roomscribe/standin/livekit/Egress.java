package io.roomscribe.standin.livekit;

import java.util.Optional;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitModels.ParticipantInfo;

/**
 * One egress, from the request to its end: joins as a hidden participant, waits for what it must
 * hear, opens its output, waits for the first packet, streams, drains, closes.
 *
 * <p>Threading: confined to the pacing thread, but for {@link #report()}.
 *
 * <p>Source: the failure table of livekit/egress (pkg/pipeline/controller.go, pkg/errors).
 */
final class Egress {

  private final EgressReport report;
  private final StandInRoom room;
  private final EgressTiming timing;
  private final EgressAudio audio;
  private final EgressOutput output;
  private final Optional<String> planFlaw;
  private final long startedNanos = System.nanoTime();
  private Phase phase = Phase.JOINING;
  private StandInParticipant participant;
  private long drainedNanos;
  private long sourceEndedNanos;

  Egress(EgressReport report, StandInRoom room, EgressTiming timing, Pipeline pipeline) {
    this.report = report;
    this.room = room;
    this.timing = timing;
    this.audio = pipeline.audio();
    this.output = pipeline.output();
    this.planFlaw = pipeline.flaw();
  }

  EgressReport report() {
    return report;
  }

  /** Does what is due now. */
  void tick(long nowNanos) {
    try {
      switch (phase) {
        case JOINING -> join(nowNanos);
        case AWAITING_TRACKS -> awaitTracks(nowNanos);
        case OPENING -> phase = output.isOpen() ? Phase.AWAITING_MEDIA : Phase.OPENING;
        case AWAITING_MEDIA -> awaitMedia(nowNanos);
        case STREAMING, DRAINING -> stream(nowNanos);
        case OVER -> {}
      }
    } catch (EgressFailure e) {
      fail(e.getMessage(), e.code());
    }
  }

  /** Ends it as StopEgress, the end of its source or a limit does. */
  void stop(String reason, long nowNanos) {
    switch (phase) {
      case JOINING, AWAITING_TRACKS, OPENING -> {
        report.aborted("Stop called before pipeline could start");
        leave();
      }
      case AWAITING_MEDIA -> {
        report.aborted("Start signal not received");
        leave();
      }
      case STREAMING -> {
        report.ending(reason);
        phase = Phase.DRAINING;
        drainedNanos = nowNanos + timing.drain().toNanos();
      }
      case DRAINING, OVER -> {}
    }
  }

  /** Ends it without a Close frame, as when its process is killed. */
  void kill() {
    if (phase != Phase.OVER) {
      fail("internal error", 500);
    }
  }

  /** Its host is gone: no Close frame, and no one is left to report an end. */
  void vanish() {
    leave();
  }

  /** Ends it for having run too long. */
  void reachLimit() {
    if (phase == Phase.STREAMING || phase == Phase.DRAINING) {
      output.closeCleanly();
      report.limitReached();
      leave();
    }
  }

  /** The messages, once it is active. */
  Optional<EgressStream> stream() {
    return output.stream();
  }

  boolean isOver() {
    return phase == Phase.OVER;
  }

  private void join(long nowNanos) {
    if (nowNanos - startedNanos < timing.join().toNanos()) {
      return;
    }
    if (room.isFinished()) {
      stop("Source closed", nowNanos);
      return;
    }
    String id = report.info().getEgressId();
    participant = room.join(ParticipantSpec.of(id, "", ParticipantInfo.Kind.EGRESS));
    phase = Phase.AWAITING_TRACKS;
  }

  private void awaitTracks(long nowNanos) throws EgressFailure {
    Optional<String> missing = audio.missing(room);
    if (missing.isEmpty()) {
      open();
    } else if (room.isFinished()) {
      stop("Source closed", nowNanos);
    } else if (nowNanos - startedNanos > timing.join().plus(timing.trackWait()).toNanos()) {
      throw new EgressFailure(missing.get(), 404, null);
    }
  }

  private void open() throws EgressFailure {
    Optional<String> flaw = planFlaw.or(audio::flaw);
    if (flaw.isPresent()) {
      throw new EgressFailure(flaw.get(), 400, null);
    }
    output.open();
    phase = Phase.OPENING;
  }

  private void awaitMedia(long nowNanos) throws EgressFailure {
    output.idle();
    if (audio.hasEnded() || room.isFinished()) {
      stop("Source closed", nowNanos);
    } else if (audio.hasMedia()) {
      phase = Phase.STREAMING;
      report.active();
      output.start(audio, nowNanos);
    }
  }

  private void stream(long nowNanos) throws EgressFailure {
    output.tick(nowNanos);
    if (phase == Phase.DRAINING && nowNanos >= drainedNanos) {
      output.closeCleanly();
      report.complete();
      leave();
    } else if (room.isFinished()) {
      stop("Source closed", nowNanos);
    } else if (audio.hasEnded()) {
      sourceEndedNanos = sourceEndedNanos == 0 ? nowNanos : sourceEndedNanos;
      if (nowNanos - sourceEndedNanos >= timing.sourceGrace().toNanos()) {
        stop("Source closed", nowNanos);
      }
    }
  }

  private void fail(String error, int code) {
    report.failed(error, code);
    leave();
  }

  private void leave() {
    phase = Phase.OVER;
    output.abort();
    if (participant != null) {
      room.leave(participant, DisconnectReason.CLIENT_INITIATED);
    }
  }

  private enum Phase {
    JOINING,
    AWAITING_TRACKS,
    OPENING,
    AWAITING_MEDIA,
    STREAMING,
    DRAINING,
    OVER
  }

  /** What is heard and where it goes, this egress's own, and why it cannot if it cannot. */
  record Pipeline(EgressAudio audio, EgressOutput output, Optional<String> flaw) {}
}
