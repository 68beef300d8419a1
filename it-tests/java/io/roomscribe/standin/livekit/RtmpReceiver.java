package io.roomscribe.standin.livekit;

import io.roomscribe.standin.media.FfmpegProgram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A plain FFmpeg that waits for one RTMP publisher and decodes what it sends.
 *
 * <p>Threading: a thread of its own reads what is decoded; safe.
 *
 * <p>Ownership: {@link #close} kills the process.
 */
final class RtmpReceiver implements AutoCloseable {

  private final Process process;
  private final Path log;
  private final ByteArrayOutputStream decoded = new ByteArrayOutputStream();
  private final Thread reader = new Thread(this::read, "rtmp-receiver");

  /** Waits at this port. */
  RtmpReceiver(int port) {
    String command =
        FfmpegProgram.path()
            + " -hide_banner -loglevel debug -nostats -nostdin -analyzeduration 500000 -listen 1 -f flv"
            + (" -i rtmp://127.0.0.1:" + port + "/live/key-of-the-session")
            + " -f s16le -ar 48000 -ac 2 -flush_packets 1 pipe:1";
    try {
      log = Files.createTempFile("rtmp-receiver", ".log");
      process = new ProcessBuilder(List.of(command.split(" "))).redirectError(log.toFile()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    reader.setDaemon(true);
    reader.start();
  }

  /** A port that was free a moment ago. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that has been decoded: 48 kHz stereo. */
  short[] samples() {
    byte[] bytes;
    synchronized (decoded) {
      bytes = decoded.toByteArray();
    }
    short[] samples = new short[bytes.length / 2];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
    return samples;
  }

  /** What FFmpeg says of the stream. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** True from the moment at which it opens its port. */
  boolean isListening() {
    return log().contains("[tcp @");
  }

  /** True once the publisher has taken its leave and everything is decoded. */
  boolean hasEnded() {
    return !process.isAlive();
  }

  private void read() {
    try (InputStream in = process.getInputStream()) {
      byte[] buffer = new byte[4096];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        synchronized (decoded) {
          decoded.write(buffer, 0, count);
        }
      }
    } catch (IOException e) {
      // The process was killed, and its pipe with it.
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
    try {
      Files.deleteIfExists(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
