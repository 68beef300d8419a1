package io.roomscribe.standin.livekit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * One RTMP connection: an FFmpeg process that takes PCM, makes AAC of it and publishes it as FLV.
 *
 * <p>Shape: in S16LE stereo at 48 kHz; the process takes it as fast as it comes.
 *
 * <p>Threading: one caller; two threads of the executor serve the process's pipes.
 *
 * <p>Full: {@link #offer} drops the oldest of 300 waiting pieces, as the leaky queue before
 * rtmp2sink does.
 *
 * <p>Ownership: the process is gone shortly after {@link #finish}, at once after {@link #kill}, and
 * with our own process at the latest, whose end closes its input.
 */
final class FfmpegPublisher {

  private static final int QUEUED = 300;
  private static final byte[] END = new byte[0];
  private static final Duration GOODBYE = Duration.ofSeconds(3);
  private static final long NETWORK_TIMEOUT_MICROS = 30_000_000;

  private final Process process;
  private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(QUEUED);
  private final CompletableFuture<String> said;
  private volatile long bytesSent;

  private FfmpegPublisher(Process process, Executor threads) {
    this.process = process;
    threads.execute(this::feed);
    this.said = CompletableFuture.supplyAsync(this::listen, threads);
  }

  /**
   * What to run.
   *
   * @param offset the timestamp of the first packet: a stream that goes on after a lost connection
   *     goes on in time, too
   */
  static List<String> command(String program, String url, AudioEncoding encoding, Duration offset) {
    String seconds = String.format(Locale.ROOT, "%.3f", offset.toNanos() / 1e9);
    String arguments =
        "-hide_banner -loglevel error -nostats -progress pipe:2 -stats_period 0.1"
            + " -probesize 32 -analyzeduration 0 -f s16le -ar 48000 -ac 2 -i pipe:0"
            + (" -c:a aac -b:a " + encoding.bitsPerSecond() + " -ar " + encoding.frequencyHz())
            + (" -output_ts_offset " + seconds + " -flush_packets 1")
            + (" -rw_timeout " + NETWORK_TIMEOUT_MICROS + " -f flv");
    List<String> command = new ArrayList<>();
    command.add(program);
    command.addAll(List.of(arguments.split(" ")));
    command.add(url);
    return List.copyOf(command);
  }

  /** Starts to publish. */
  static FfmpegPublisher start(List<String> command, Executor threads) {
    try {
      Process process =
          new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      return new FfmpegPublisher(process, threads);
    } catch (IOException e) {
      throw new IllegalStateException("FFmpeg does not start", e);
    }
  }

  /** Hands over audio; the array is not read after it was dropped or sent, nor changed. */
  void offer(byte[] pcm) {
    while (!waiting.offer(pcm)) {
      waiting.poll();
    }
  }

  /** How many bytes the server has taken on this connection. */
  long bytesSent() {
    return bytesSent;
  }

  /** True once the process is gone and all it said has been read. */
  boolean hasExited() {
    return said.isDone() && !process.isAlive();
  }

  /** What went wrong, in the words of rtmp2sink; asked once it has exited. */
  String error() {
    String text = said.join();
    if (bytesSent > 0) {
      return "Connection error";
    }
    if (text.contains("Connection refused")) {
      return "Could not connect";
    }
    return text.contains("Denied") || text.contains("denied")
        ? "Not authorized to connect"
        : "Failed to connect";
  }

  /** Sends what is waiting and takes leave of the server. */
  void finish() {
    offer(END);
    CompletableFuture.delayedExecutor(GOODBYE.toMillis(), TimeUnit.MILLISECONDS)
        .execute(process::destroyForcibly);
  }

  /** Ends without a word. */
  void kill() {
    process.destroyForcibly();
  }

  private void feed() {
    try (OutputStream input = process.getOutputStream()) {
      while (process.isAlive()) {
        byte[] next = waiting.poll(50, TimeUnit.MILLISECONDS);
        if (next == END) {
          return;
        }
        if (next != null) {
          input.write(next);
          input.flush();
        }
      }
    } catch (IOException e) {
      // It is gone; the exit says so.
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
  }

  /** Progress and errors share a pipe, as they share a reader. */
  private String listen() {
    StringBuilder errors = new StringBuilder();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("total_size=") && !line.endsWith("N/A")) {
          bytesSent = Long.parseLong(line.substring("total_size=".length()).strip());
        } else if (errors.length() < 4000) {
          errors.append(line).append('\n');
        }
      }
    } catch (IOException e) {
      // The pipe went with the process; what it said until then counts.
    }
    return errors.toString();
  }
}
