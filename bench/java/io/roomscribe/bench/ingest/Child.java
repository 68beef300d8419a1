package io.roomscribe.bench.ingest;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of ours that ends with this one; its output goes to a file. */
final class Child implements AutoCloseable {

  private final Process process;
  private final Path log;

  private Child(Process process, Path log) {
    this.process = process;
    this.log = log;
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  static Child start(List<String> command, Map<String, String> environment, Path log)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.directory(log.toAbsolutePath().getParent().toFile());
    return new Child(builder.redirectOutput(log.toFile()).start(), log);
  }

  long pid() {
    return process.pid();
  }

  void checkAlive() throws IOException {
    if (!process.isAlive()) {
      throw new IOException("it has ended with " + process.exitValue() + "; its log is " + log);
    }
  }

  /** Waits until somebody listens there. */
  void awaitPort(int port) throws IOException, InterruptedException {
    for (int tries = 0; tries < 100; tries++) {
      checkAlive();
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
        return;
      } catch (IOException notYet) {
        Thread.sleep(100);
      }
    }
    throw new IOException("nobody listens on " + port + "; the log is " + log);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
