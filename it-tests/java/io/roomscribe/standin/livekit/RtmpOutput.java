package io.roomscribe.standin.livekit;

import io.roomscribe.standin.media.FfmpegProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * AAC in FLV to an RTMP server, at the pace of real time: connects when there is something to send,
 * and again for a while if a connection is lost over which something had been sent.
 *
 * <p>Absent: what is to be heard while it is not connected is lost; the timestamps go on.
 *
 * <p>Threading: confined to the pacing thread; the connection is a process of its own.
 *
 * <p>Errors: 503 with the words of rtmp2sink, at once if nothing was ever sent, else when
 * reconnecting has lasted too long.
 *
 * <p>Source: livekit/egress v1.14.1 pkg/pipeline/builder/stream.go (Reset, evaluateLiveness), which
 * looks for progress every 5 s where this looks all the time; GStreamer's gstrtmp2sink.c.
 */
final class RtmpOutput implements EgressOutput {

  private static final int FRAMES = 480;
  private static final long PIECE_NANOS = 10_000_000;

  /** Less than this is talk about the connection, not audio. */
  private static final long PROGRESS_BYTES = 4096;

  private final StreamUrl url;
  private final AudioEncoding encoding;
  private final RtmpTiming timing;
  private final EgressReport report;
  private final Executor threads;
  private final int[] mix = new int[2 * FRAMES];
  private CompletableFuture<Path> program;
  private EgressAudio audio;
  private FfmpegPublisher publisher;
  private long startedNanos;
  private long pieces;
  private boolean everSent;
  private long sentBefore;
  private long progressNanos;
  private long lostNanos;
  private long retryNanos;

  RtmpOutput(EgressPlan plan, RtmpTiming timing, EgressReport report, Executor threads) {
    this.url = plan.to();
    this.encoding = plan.encoding();
    this.timing = timing;
    this.report = report;
    this.threads = threads;
  }

  /** Unpacking FFmpeg may take seconds. */
  @Override
  public void open() {
    program = CompletableFuture.supplyAsync(FfmpegProgram::path, threads);
  }

  @Override
  public boolean isOpen() throws EgressFailure {
    if (program.isCompletedExceptionally()) {
      throw new EgressFailure("could not create element: faac", 500, null);
    }
    return program.isDone();
  }

  @Override
  public void idle() {}

  @Override
  public void start(EgressAudio heard, long nowNanos) {
    audio = heard;
    startedNanos = nowNanos;
    retryNanos = nowNanos + timing.delay().toNanos();
  }

  @Override
  public void tick(long nowNanos) throws EgressFailure {
    long firstNanos = startedNanos + timing.delay().toNanos() + PIECE_NANOS;
    while (nowNanos - firstNanos >= pieces * PIECE_NANOS) {
      audio.read(startedNanos + pieces * PIECE_NANOS, mix, FRAMES);
      pieces++;
      if (publisher != null) {
        byte[] pcm = new byte[4 * FRAMES];
        Pcm.clipped(mix, pcm);
        publisher.offer(pcm);
      }
    }
    if (publisher != null) {
      watch(nowNanos);
    } else if (nowNanos >= retryNanos) {
      connect(nowNanos);
    }
  }

  private void connect(long nowNanos) {
    String location = url.url().replaceFirst(" live=1$", "");
    Duration offset = Duration.ofNanos(pieces * PIECE_NANOS);
    List<String> command =
        FfmpegPublisher.command(program.join().toString(), location, encoding, offset);
    publisher = FfmpegPublisher.start(command, threads);
    sentBefore = 0;
    progressNanos = nowNanos;
  }

  private void watch(long nowNanos) throws EgressFailure {
    long sent = publisher.bytesSent();
    if (sent > 0) {
      report.streamStarted();
    }
    if (sent - sentBefore > PROGRESS_BYTES) {
      sentBefore = sent;
      progressNanos = nowNanos;
      everSent = true;
      lostNanos = 0;
    }
    if (publisher.hasExited()) {
      lost(nowNanos);
    } else if (nowNanos - progressNanos > timing.reconnect().toNanos()) {
      throw new EgressFailure("stream wedged", 503, null);
    }
  }

  private void lost(long nowNanos) throws EgressFailure {
    String error = publisher.error();
    publisher = null;
    lostNanos = lostNanos == 0 ? nowNanos : lostNanos;
    if (!everSent || nowNanos - lostNanos > timing.reconnect().toNanos()) {
      throw new EgressFailure(error, 503, null);
    }
    retryNanos = nowNanos + timing.pause().toNanos();
    report.retrying();
  }

  @Override
  public void closeCleanly() {
    if (publisher != null) {
      publisher.finish();
      publisher = null;
    }
  }

  @Override
  public void abort() {
    if (publisher != null) {
      publisher.kill();
      publisher = null;
    }
  }
}
