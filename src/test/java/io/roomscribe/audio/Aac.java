package io.roomscribe.audio;

import io.roomscribe.standin.media.FfmpegProgram;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What an RTMP egress does to sound: AAC at 128 kbit/s in FLV, and back. */
final class Aac {
  private static final int TIMEOUT_SECONDS = 60;

  private Aac() {}

  /** Encodes and decodes mono at 48 kHz. */
  static short[] throughFlv(short[] mono) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("aac");
    Path raw = directory.resolve("in.raw");
    Path flv = directory.resolve("stream.flv");
    Path decoded = directory.resolve("out.raw");
    try {
      Files.write(raw, bytes(mono));
      List<String> pcm = List.of("-f", "s16le", "-ar", "48000", "-ac", "1");
      run(pcm, raw, List.of("-c:a", "aac", "-b:a", "128k", "-ac", "2", "-f", "flv"), flv);
      run(List.of("-f", "flv"), flv, pcm, decoded);
      return samples(Files.readAllBytes(decoded));
    } finally {
      for (Path file : List.of(raw, flv, decoded, directory)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static void run(List<String> in, Path from, List<String> out, Path to)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(FfmpegProgram.path().toString()));
    command.addAll(List.of("-nostdin", "-loglevel", "error"));
    command.addAll(in);
    command.addAll(List.of("-i", from.toString()));
    command.addAll(out);
    command.add(to.toString());
    Process process = new ProcessBuilder(command).inheritIO().start();
    if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("FFmpeg failed");
    }
  }

  private static byte[] bytes(short[] samples) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(samples);
    return bytes.array();
  }

  private static short[] samples(byte[] bytes) {
    short[] samples = new short[bytes.length / 2];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
    return samples;
  }
}
