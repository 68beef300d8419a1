package io.roomscribe.ingest.rtmp;

import io.roomscribe.lanes.Clock;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The FFmpeg that is installed here, or its absence.
 *
 * <p>Threading: safe from any thread; {@link #look} and {@link #start} block, {@link #look} for as
 * long as it is told at most.
 */
final class DecoderProgram {

  private static final Logger LOG = System.getLogger(DecoderProgram.class.getName());

  /** What a program needs to be found and to run; our own environment holds keys. */
  private static final Set<String> ENVIRONMENT =
      Set.of("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "TEMP");

  private static final String NOT_LOOKED = "It has not been looked yet whether FFmpeg is there.";

  private final String program;
  private final Clock clock;
  private volatile String obstacle = NOT_LOOKED;
  private volatile long lookedNs;

  /** A program by name, to be found in PATH, or by path. */
  DecoderProgram(String program, Clock clock) {
    this.program = program;
    this.clock = clock;
  }

  /** Why it cannot be used, as of the last look; empty when it can. */
  String obstacle() {
    return obstacle;
  }

  /** Time since the last look. */
  Duration age() {
    return Duration.ofNanos(clock.nanoTime() - lookedNs);
  }

  /** Runs it with -version; what comes of it is the {@link #obstacle}. */
  void look(Duration timeout) {
    String before = obstacle;
    obstacle = trial(timeout);
    lookedNs = clock.nanoTime();
    if (!before.equals(obstacle)) {
      LOG.log(
          obstacle.isEmpty() ? Level.INFO : Level.WARNING,
          "ffmpeg={0} {1}",
          program,
          obstacle.isEmpty() ? "is there" : obstacle);
    }
  }

  /**
   * Starts it with nothing of our environment but what a program needs to run.
   *
   * @param arguments visible to everybody on the machine: must hold no secret
   */
  Process start(List<String> arguments) throws IOException {
    return builder(arguments).start();
  }

  private ProcessBuilder builder(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(program);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> !ENVIRONMENT.contains(name.toUpperCase(Locale.ROOT)));
    return builder;
  }

  private String trial(Duration timeout) {
    Process process;
    try {
      process =
          builder(List.of("-version"))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException missing) {
      LOG.log(Level.DEBUG, () -> "ffmpeg=" + program + " does not start", missing);
      return "FFmpeg (" + program + ") cannot be run here: is it installed?";
    }
    try {
      process.getOutputStream().close();
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        return "FFmpeg (" + program + ") did not tell its version in " + timeout + ".";
      }
      int code = process.exitValue();
      return code == 0 ? "" : "FFmpeg (" + program + ") does not work: it ended with " + code + ".";
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return NOT_LOOKED;
    } catch (IOException broken) {
      return "FFmpeg (" + program + ") does not work: " + broken.getMessage();
    } finally {
      process.destroyForcibly();
    }
  }
}
