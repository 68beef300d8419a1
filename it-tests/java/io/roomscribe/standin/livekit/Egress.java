package io.roomscribe.standin.livekit;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.TrackType;

/**
 * One Track Egress, from the request to its end: joins as a hidden participant, waits for the
 * track, dials, waits for the first packet, streams, drains, closes. Never tries anything twice.
 *
 * <p>Threading: confined to the pacing thread, but for {@link #report()}.
 *
 * <p>Source: the failure table of livekit/egress (pkg/pipeline/controller.go, pkg/errors).
 */
final class Egress {

  private final EgressReport report;
  private final StandInRoom room;
  private final EgressTiming timing;
  private final Executor dialers;
  private final long startedNanos = System.nanoTime();
  private Phase phase = Phase.JOINING;
  private StandInParticipant participant;
  private StandInTrack track;
  private CompletableFuture<EgressSocket> dialing;
  private EgressSocket socket;
  private EgressStream stream;
  private long drainedNanos;
  private long sourceEndedNanos;

  Egress(EgressReport report, StandInRoom room, EgressTiming timing, Executor dialers) {
    this.report = report;
    this.room = room;
    this.timing = timing;
    this.dialers = dialers;
  }

  EgressReport report() {
    return report;
  }

  /** Does what is due now. */
  void tick(long nowNanos) {
    switch (phase) {
      case JOINING -> join(nowNanos);
      case AWAITING_TRACK -> awaitTrack(nowNanos);
      case DIALING -> awaitSocket();
      case AWAITING_MEDIA -> awaitMedia(nowNanos);
      case STREAMING, DRAINING -> stream(nowNanos);
      case OVER -> {}
    }
  }

  /** Ends it as StopEgress, the end of its source or a limit does. */
  void stop(String reason, long nowNanos) {
    switch (phase) {
      case JOINING, AWAITING_TRACK, DIALING -> {
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
      socket.closeCleanly();
      report.limitReached();
      leave();
    }
  }

  /** The messages, once it is active. */
  Optional<EgressStream> stream() {
    return Optional.ofNullable(stream);
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
    phase = Phase.AWAITING_TRACK;
  }

  private void awaitTrack(long nowNanos) {
    String sid = report.info().getTrack().getTrackId();
    Optional<StandInTrack> found = room.track(sid);
    if (found.isPresent()) {
      track = found.get();
      dial();
    } else if (room.isFinished()) {
      stop("Source closed", nowNanos);
    } else if (nowNanos - startedNanos > timing.join().plus(timing.trackWait()).toNanos()) {
      fail("track " + sid + " not found", 404);
    }
  }

  private void dial() {
    if (track.info().getType() != TrackType.AUDIO) {
      fail("format websocket incompatible with codec video/vp8", 400);
      return;
    }
    URI url = URI.create(report.info().getTrack().getWebsocketUrl());
    dialing =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return EgressDialer.dial(url);
              } catch (IOException e) {
                throw new CompletionException(e);
              }
            },
            dialers);
    phase = Phase.DIALING;
  }

  private void awaitSocket() {
    if (!dialing.isDone()) {
      return;
    }
    try {
      socket = dialing.join();
      phase = Phase.AWAITING_MEDIA;
    } catch (CompletionException e) {
      fail(e.getCause().getMessage(), 400);
    }
  }

  private void awaitMedia(long nowNanos) {
    try {
      socket.exchange();
    } catch (IOException e) {
      fail(e.getMessage(), 503);
      return;
    }
    if (track.hasEnded()) {
      stop("Source closed", nowNanos);
    } else if (track.sendsMedia()) {
      socket.start();
      stream = new EgressStream(track, socket, timing, nowNanos);
      phase = Phase.STREAMING;
      report.active();
    }
  }

  private void stream(long nowNanos) {
    try {
      stream.tick(nowNanos);
    } catch (IOException e) {
      fail(e.getMessage(), 503);
      return;
    }
    if (phase == Phase.DRAINING && nowNanos >= drainedNanos) {
      socket.closeCleanly();
      report.complete();
      leave();
    } else if (track.hasEnded()) {
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
    if (dialing != null) {
      // The socket of a clean end is closed already; all others end without a Close frame.
      dialing.thenAccept(EgressSocket::abort);
    }
    if (participant != null) {
      room.leave(participant, DisconnectReason.CLIENT_INITIATED);
    }
  }

  private enum Phase {
    JOINING,
    AWAITING_TRACK,
    DIALING,
    AWAITING_MEDIA,
    STREAMING,
    DRAINING,
    OVER
  }
}
