package io.roomscribe.bench.kernel;

import io.roomscribe.audio.KernelBenchmark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the {@link KernelBenchmark} and prints ns per input sample, beside the C limit where gcc is
 * installed. The system property {@code bench.jmh} holds options of JMH.
 */
public final class KernelBench {

  private static final String HEADER =
      "| part | loops | tracks | ns per input sample | ± | bytes allocated per 100 ms |\n|---|---|---|---|---|---|\n";

  private KernelBench() {}

  /** Runs it; false if a benchmark failed. */
  public static boolean run() throws IOException, InterruptedException {
    Path directory =
        Files.createDirectories(Path.of(System.getProperty("bench.directory")).toAbsolutePath());
    try {
      String given = System.getProperty("bench.jmh", "").strip();
      String[] words = given.isEmpty() ? new String[0] : given.split(" +");
      ChainedOptionsBuilder options =
          new OptionsBuilder()
              .parent(new CommandLineOptions(words))
              .include(KernelBenchmark.class.getName())
              .addProfiler(GCProfiler.class)
              .shouldFailOnError(true);
      String report =
          table(new Runner(options.build()).run()) + limit(directory) + Peers.rows(directory);
      System.out.println("\n" + report);
      Files.writeString(directory.resolve("kernel.md"), report);
      return true;
    } catch (RunnerException | org.openjdk.jmh.runner.options.CommandLineOptionException e) {
      System.out.println("kernel failed: " + e.getMessage());
      return false;
    }
  }

  private static String table(Collection<RunResult> results) {
    StringBuilder table = new StringBuilder(HEADER);
    for (RunResult each : results) {
      int tracks = Integer.parseInt(each.getParams().getParam("tracks"));
      double samples = (double) tracks * KernelBenchmark.SAMPLES;
      Result<?> time = each.getPrimaryResult();
      Result<?> bytes = each.getSecondaryResults().get("gc.alloc.rate.norm");
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %d | %.3f | %.3f | %.1f |%n",
              time.getLabel(),
              each.getParams().getParam("arithmetic"),
              tracks,
              time.getScore() / samples,
              time.getScoreError() / samples,
              bytes == null ? Double.NaN : bytes.getScore()));
    }
    return table.toString();
  }

  /** The same sum and filter in C; empty without a compiler. */
  private static String limit(Path directory) throws IOException, InterruptedException {
    Path source = Path.of(System.getProperty("bench.peers"), "mix.c").toAbsolutePath();
    try {
      String program = directory.resolve("mix").toString();
      output("gcc", "-O3", "-march=native", "-ffast-math", "-o", program, source.toString(), "-lm");
      return output(program);
    } catch (IOException notInstalled) {
      return "The limit in C is left out: " + notInstalled.getMessage() + "\n";
    }
  }

  private static String output(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command[0] + " failed: " + text);
    }
    return text;
  }
}
