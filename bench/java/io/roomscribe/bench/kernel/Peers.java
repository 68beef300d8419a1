package io.roomscribe.bench.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Mixers that others use, each as a program of its own: 16 mono tracks from files, summed and
 * resampled to 16 kHz, nothing kept. CPU time of the process less that of a run over a tenth, so
 * that starting it does not count.
 */
final class Peers {
  private static final int TRACKS = 16;
  private static final int SHORT_SECONDS = 12;
  private static final int SECONDS = 10 * SHORT_SECONDS;
  private static final int RATE_HZ = 48_000;
  private static final long MOST_SECONDS = 120;

  private Peers() {}

  /** Rows of the kernel's table; of one that is not installed, a line that says so. */
  static String rows(Path directory) throws IOException, InterruptedException {
    List<Path> whole = files(directory, SECONDS);
    List<Path> part = files(directory, SHORT_SECONDS);
    return row("ffmpeg amix", ffmpeg(whole), ffmpeg(part))
        + row("GStreamer audiomixer", gstreamer(whole), gstreamer(part));
  }

  private static String row(String name, List<String> whole, List<String> part)
      throws InterruptedException {
    try {
      double ns = cpuNs(whole) - cpuNs(part);
      double samples = (double) TRACKS * RATE_HZ * (SECONDS - SHORT_SECONDS);
      return String.format(Locale.ROOT, "| %s | | %d | %.2f | | |%n", name, TRACKS, ns / samples);
    } catch (IOException e) {
      return name + " is skipped: " + e.getMessage() + "\n";
    }
  }

  private static double cpuNs(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(timed(command)).redirectErrorStream(true).start();
    String times = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(command.get(0) + " did not run (" + times.strip() + ")");
    }
    return Arrays.stream(times.strip().split(" ")).mapToDouble(Double::parseDouble).sum() * 1e9;
  }

  /** The shell prints user and system time of the command. */
  private static List<String> timed(List<String> command) {
    List<String> timed = new ArrayList<>();
    timed.add("/bin/bash");
    timed.add("-c");
    timed.add("TIMEFORMAT='%U %S'; time \"$@\" > /dev/null 2> /dev/null");
    timed.add("peer");
    timed.addAll(command);
    return timed;
  }

  private static List<String> ffmpeg(List<Path> files) {
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-nostdin"));
    for (Path file : files) {
      command.addAll(
          List.of("-f", "s16le", "-ar", "" + RATE_HZ, "-ac", "1", "-i", file.toString()));
    }
    String mix = "amix=inputs=" + files.size() + ":normalize=0,aresample=16000";
    command.addAll(List.of("-filter_complex", mix, "-f", "null", "-"));
    return command;
  }

  private static List<String> gstreamer(List<Path> files) {
    String format = "audio/x-raw,format=S16LE,channels=1,layout=interleaved,rate=";
    List<String> command =
        new ArrayList<>(List.of("gst-launch-1.0", "-q", "audiomixer", "name=mix"));
    command.addAll(List.of("!", format + RATE_HZ, "!", "audioresample", "!", format + 16_000));
    command.addAll(List.of("!", "fakesink", "sync=false"));
    for (Path file : files) {
      command.addAll(List.of("filesrc", "location=" + file, "!", "rawaudioparse"));
      command.addAll(List.of("format=pcm", "pcm-format=s16le", "num-channels=1"));
      command.addAll(List.of("sample-rate=" + RATE_HZ, "!", "mix."));
    }
    return command;
  }

  /** One noise for all tracks, by as many names: what it is costs nothing more or less. */
  private static List<Path> files(Path directory, int seconds) throws IOException {
    Path file = directory.resolve("noise-" + seconds + ".pcm");
    byte[] noise = new byte[2 * RATE_HZ * seconds];
    new Random(1).nextBytes(noise);
    for (int high = 1; high < noise.length; high += 2) {
      noise[high] = (byte) (noise[high] >> 4);
    }
    Files.write(file, noise);
    return Collections.nCopies(TRACKS, file);
  }
}
