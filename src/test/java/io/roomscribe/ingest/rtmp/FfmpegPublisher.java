package io.roomscribe.ingest.rtmp;

import io.roomscribe.standin.media.FfmpegProgram;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A real FFmpeg that publishes a tone by RTMP in real time. Ownership: the test closes it. */
final class FfmpegPublisher implements AutoCloseable {

  private final Process process;

  FfmpegPublisher(String url, int hz, int seconds) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(FfmpegProgram.path().toString());
    command.addAll(Sine.arguments(hz, seconds));
    command.add(url);
    process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
  }

  boolean isRunning() {
    return process.isAlive();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
