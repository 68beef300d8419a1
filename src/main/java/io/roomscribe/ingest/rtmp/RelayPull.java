package io.roomscribe.ingest.rtmp;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Fetches one session's stream from a relay and decodes it, by an FFmpeg that plays it.
 *
 * <p>The relay asks us before it has the stream, so the first attempts may find nothing: they go on
 * for {@link #SEARCH}, and as long after an FFmpeg that broke off. One that ended content has seen
 * the publisher go, and this ends with it.
 *
 * <p>Threading: {@link #run} is the body of a thread of its own; the rest is safe from any thread.
 * Ownership: owns its FFmpeg.
 */
final class RelayPull {

  /** How long the stream is looked for. */
  static final Duration SEARCH = Duration.ofSeconds(10);

  private static final Logger LOG = System.getLogger(RelayPull.class.getName());
  private static final Duration PAUSE = Duration.ofMillis(300);
  private static final Duration GLANCE = Duration.ofMillis(200);

  private final Source source;
  private final SessionLine line;
  private final Workshop workshop;
  private final RtmpTally tally;
  private final Consumer<RelayPull> gone;
  private final AtomicReference<String> cause = new AtomicReference<>("");
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicBoolean reading = new AtomicBoolean();
  private volatile @Nullable FfmpegProcess process;
  private long lastHeardNs;

  /**
   * What is pulled.
   *
   * @param sessionId whose audio it is
   * @param publisher the relay's name for the publisher's connection; empty when it has none
   * @param stream where the relay has it; holds no secret, since everybody on the machine sees it
   */
  record Source(String sessionId, String publisher, URI stream) {}

  /** A pull for the session behind the line; gone is called once when it is over. */
  RelayPull(
      Source source,
      SessionLine line,
      Consumer<RelayPull> gone,
      Workshop workshop,
      RtmpTally tally) {
    this.source = source;
    this.line = line;
    this.gone = gone;
    this.workshop = workshop;
    this.tally = tally;
  }

  /** Tells the session that its publisher is there. */
  void begin() {
    line.connected(() -> end("the session does not want the publisher any more"));
  }

  /** Pulls until the stream is over; once only. */
  void run() {
    lastHeardNs = workshop.clock().nanoTime();
    try {
      do {
        attempt();
      } while (!ended.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      end("the application stops");
    }
  }

  /** Whether it pulls what the publisher with this name at the relay publishes. */
  boolean isOf(String publisher) {
    return source.publisher().equals(publisher);
  }

  /** Whether a reader that the relay asks about may be our FFmpeg; each may be let in once. */
  boolean takesReader() {
    return reading.compareAndSet(true, false);
  }

  /** Feeds the session no more, from now on, and tells it; the first cause counts. */
  void end(String why) {
    if (!cause.compareAndSet("", why)) {
      return;
    }
    FfmpegProcess running = process;
    if (running != null) {
      running.kill();
    }
    ended.countDown();
    line.disconnected(why);
    gone.accept(this);
  }

  private void attempt() throws InterruptedException {
    FfmpegProcess running;
    reading.set(true);
    try {
      running = FfmpegProcess.start(name(), arguments(), line.input(), workshop);
    } catch (IOException failure) {
      LOG.log(Level.DEBUG, () -> name() + " FFmpeg does not start", failure);
      end("FFmpeg cannot be run: is it installed?");
      return;
    }
    process = running;
    if (ended.getCount() == 0) {
      // Whoever ended it meanwhile did not see this one.
      running.kill();
      return;
    }
    try {
      follow(running);
    } finally {
      running.kill();
      reading.set(false);
    }
  }

  private void follow(FfmpegProcess running) throws InterruptedException {
    long heardMs = 0;
    while (!running.awaitEnd(GLANCE)) {
      long nowNs = workshop.clock().nanoTime();
      if (running.pcmMs() > heardMs) {
        heardMs = running.pcmMs();
        lastHeardNs = nowNs;
      } else if (nowNs - lastHeardNs > SEARCH.toNanos()) {
        running.kill("it gave no audio for " + SEARCH);
      }
    }
    settle(running, running.pcmMs() > 0);
  }

  private void settle(FfmpegProcess over, boolean gaveAudio) {
    if (ended.getCount() == 0) {
      return;
    }
    if (gaveAudio && over.endedWell()) {
      end("the publisher went");
    } else if (workshop.clock().nanoTime() - lastHeardNs > SEARCH.toNanos()) {
      end("the relay gives no audio; " + over.epitaph());
    } else if (gaveAudio) {
      tally.restarted();
      LOG.log(Level.WARNING, "{0} {1}", name(), over.epitaph());
    }
  }

  private String name() {
    return "session=" + source.sessionId();
  }

  private List<String> arguments() {
    String patienceUs = Long.toString(workshop.patience().toNanos() / 1_000);
    List<String> play =
        List.of("-nostdin", "-rw_timeout", patienceUs, "-i", source.stream().toString());
    return Stream.of(FfmpegDecoder.EAGER, play, FfmpegDecoder.TO_PCM)
        .flatMap(List::stream)
        .toList();
  }
}
