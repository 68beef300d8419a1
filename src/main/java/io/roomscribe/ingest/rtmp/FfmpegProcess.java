package io.roomscribe.ingest.rtmp;

import io.roomscribe.audio.PcmInput;
import io.roomscribe.lanes.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One FFmpeg: its standard output is PCM for a session.
 *
 * <p>Shape: s16le, 2 channels, 48 kHz, as {@link PcmInput} takes it; each read carries the time at
 * which it came.
 *
 * <p>Threading: one thread writes and {@linkplain #finish finishes}; the rest is safe from any
 * thread. Two threads from {@code lanes} read its pipes until it ends. Once {@link #kill} or {@link
 * #finish} has returned the input gets nothing more, so that another may feed it.
 *
 * <p>Ownership: whoever starts it kills or finishes it. The JDK reaps it when it ends, so it leaves
 * no zombie.
 */
final class FfmpegProcess {

  private static final Logger LOG = System.getLogger(FfmpegProcess.class.getName());

  /** About 85 ms of PCM: more than one AAC frame, of 21 or 23 ms, gives. */
  private static final int CHUNK_BYTES = 16 * 1024;

  private static final int BYTES_PER_MS = 192;

  /** AAC decoders hold one frame back or two; these many without any sound of it are too many. */
  private static final int UNANSWERED = 10;

  /** How much longer than what it was given its output may be, for rounding and filled holes. */
  private static final long EXCESS_MS = 5_000;

  private final String name;
  private final Process process;
  private final OutputStream stdin;
  private final FfmpegLog log;
  private final Clock clock;
  private final PcmInput to;
  private final ReentrantLock feeding = new ReentrantLock();
  private final CountDownLatch drained = new CountDownLatch(2);
  private boolean silenced;
  private volatile String blame = "";
  private volatile long writingSinceNs;
  private volatile long unansweredSinceNs;
  private volatile int answered;
  private volatile long fedMs;
  private final AtomicInteger written = new AtomicInteger();
  private final AtomicLong pcmBytes = new AtomicLong();

  private FfmpegProcess(String name, Process process, PcmInput to, Clock clock) {
    this.name = name;
    this.process = process;
    this.stdin = process.getOutputStream();
    this.log = new FfmpegLog(name);
    this.clock = clock;
    this.to = to;
  }

  /**
   * Starts one.
   *
   * @param arguments visible to everybody on the machine: must hold no secret
   * @throws IOException when there is no such program, or no thread for its pipes
   */
  static FfmpegProcess start(String name, List<String> arguments, PcmInput to, Workshop workshop)
      throws IOException {
    FfmpegProcess started =
        new FfmpegProcess(name, workshop.program().start(arguments), to, workshop.clock());
    try {
      workshop.lanes().thread("ffmpeg-pcm", started::pump);
      workshop.lanes().thread("ffmpeg-log", started::listen);
    } catch (RejectedExecutionException full) {
      started.kill();
      throw new IOException("no thread is free for another FFmpeg", full);
    }
    return started;
  }

  /**
   * Feeds it; may block while its pipe is full, until it is killed.
   *
   * @param endMs until when the audio given so far lasts, from the start of this process
   */
  void write(byte[] bytes, int length, long endMs) throws IOException {
    writingSinceNs = nonZero(clock.nanoTime());
    try {
      stdin.write(bytes, 0, length);
      stdin.flush();
    } finally {
      writingSinceNs = 0;
    }
    fedMs = endMs;
    if (written.incrementAndGet() - answered == 1) {
      unansweredSinceNs = nonZero(clock.nanoTime());
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** PCM that came out so far, in ms. */
  long pcmMs() {
    return pcmBytes.get() / BYTES_PER_MS;
  }

  /** What is wrong with how it behaves; empty while nothing is. */
  Optional<String> trouble(Duration patience) {
    long nowNs = clock.nanoTime();
    if (isOver(writingSinceNs, nowNs, patience)) {
      return Optional.of("it took no audio for " + patience);
    }
    if (written.get() - answered >= UNANSWERED && isOver(unansweredSinceNs, nowNs, patience)) {
      return Optional.of("it gave no audio for " + patience);
    }
    if (pcmMs() > fedMs + EXCESS_MS) {
      return Optional.of("it gave more audio than it was given");
    }
    return Optional.empty();
  }

  /** Kills it at once. Does not block. */
  void kill(String reason) {
    if (process.isAlive()) {
      blame = reason;
    }
    kill();
  }

  /** Kills it at once, if it still runs. Does not block. */
  void kill() {
    feeding.lock();
    try {
      silenced = true;
    } finally {
      feeding.unlock();
    }
    // A wrapper's children would hold the pipes open.
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    // Not the process' own method: that closes the pipes before its last words are read.
    process.toHandle().destroyForcibly();
  }

  /** Tells it that nothing more comes and waits for the rest of the audio, then ends it. */
  void finish(Duration grace) {
    try {
      stdin.close();
    } catch (IOException gone) {
      LOG.log(Level.DEBUG, () -> name + " was gone before its input was closed", gone);
    }
    try {
      if (!drained.await(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        process.toHandle().destroy();
        process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    } finally {
      kill();
    }
  }

  /** Waits until it has ended and all its audio is handed over. */
  boolean awaitEnd(Duration longest) throws InterruptedException {
    return drained.await(longest.toMillis(), TimeUnit.MILLISECONDS)
        && process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether it ended by itself and content. */
  boolean endedWell() {
    return !process.isAlive() && blame.isEmpty() && process.exitValue() == 0;
  }

  /** How it ended, in words; once it has. */
  String epitaph() {
    if (!blame.isEmpty()) {
      return "FFmpeg was killed: " + blame;
    }
    String code = process.isAlive() ? "" : " with " + process.exitValue();
    return "FFmpeg ended" + code + ": " + log.cause();
  }

  /** How many errors it reported. */
  long errors() {
    return log.errors();
  }

  private void listen() {
    try {
      log.read(process.getErrorStream());
    } finally {
      drained.countDown();
    }
  }

  private void pump() {
    byte[] chunk = new byte[CHUNK_BYTES];
    ByteBuffer pcm = ByteBuffer.wrap(chunk);
    try (InputStream stdout = process.getInputStream()) {
      for (int got = stdout.read(chunk); got >= 0; got = stdout.read(chunk)) {
        pcm.limit(got).position(0);
        answered = written.get();
        pcmBytes.addAndGet(got);
        feed(pcm);
      }
    } catch (IOException closed) {
      LOG.log(Level.DEBUG, () -> name + " standard output broke off", closed);
    } finally {
      drained.countDown();
    }
  }

  private void feed(ByteBuffer pcm) {
    feeding.lock();
    try {
      if (!silenced) {
        to.receive(pcm, clock.nanoTime());
      }
    } finally {
      feeding.unlock();
    }
  }

  private static boolean isOver(long sinceNs, long nowNs, Duration patience) {
    return sinceNs != 0 && nowNs - sinceNs > patience.toNanos();
  }

  /** Zero stands for never. */
  private static long nonZero(long ns) {
    return ns == 0 ? 1 : ns;
  }
}
