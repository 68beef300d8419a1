package io.roomscribe.faults;

import io.roomscribe.servers.FreePort;
import io.roomscribe.servers.PayaraMicro;
import io.roomscribe.servers.SettingsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One node of the product: Payara Micro with the WAR, as a process that can be killed, stopped,
 * frozen and started again on the same port with the same files.
 *
 * <p>Threading: one thread at a time. Ownership: {@link #close} ends the process, and so does the
 * end of this one.
 */
final class Node implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(180);
  private static final Duration CLEAN_STOP = Duration.ofSeconds(60);

  private final String name;
  private final Path directory;
  private final PayaraMicro.Ports ports = new PayaraMicro.Ports(FreePort.any(), FreePort.any());
  private final Thread atExit = new Thread(this::kill);
  private volatile Process process;
  private int starts;

  /** A node that is not started yet. */
  Node(String name, Path directory) {
    this.name = name;
    this.directory = directory;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  String name() {
    return name;
  }

  /** Where its own files are. */
  Path directory() {
    return directory;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + ports.api());
  }

  /** Where egress dials it. */
  URI captureUrl() {
    return URI.create("ws://127.0.0.1:" + ports.capture());
  }

  NodeApi api() {
    return new NodeApi(url());
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Starts the process; {@link #awaitServing} says when it serves. */
  void start(Map<String, String> settings) {
    try {
      Files.createDirectories(directory.resolve("tmp"));
      Path file = SettingsFile.write(directory, settings);
      Path log = directory.resolve("server-" + ++starts + ".log");
      process =
          new ProcessBuilder(command(file))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> command(Path settings) throws IOException {
    PayaraMicro payara =
        new PayaraMicro(
            Path.of(System.getProperty("roomscribe.it.payara")),
            Path.of(System.getProperty("roomscribe.it.war")),
            Path.of(System.getProperty("roomscribe.it.pre-boot")));
    // A node lives for a minute or two here: quick starts matter more than quick loops.
    String tmp = "-Djava.io.tmpdir=" + directory.resolve("tmp");
    return payara.command(settings, ports, List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", tmp));
  }

  void awaitServing() throws InterruptedException {
    long until = System.nanoTime() + START.toNanos();
    while (!api().isServing()) {
      if (!process.isAlive() || System.nanoTime() > until) {
        throw new IllegalStateException("Node " + name + " does not serve; see " + directory);
      }
      Thread.sleep(200);
    }
  }

  /** kill -9. */
  void kill() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  /** SIGTERM, and what comes of it; by force when it takes too long. */
  void terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(CLEAN_STOP.toSeconds(), TimeUnit.SECONDS)) {
      kill();
      throw new IllegalStateException("Node " + name + " does not stop; see " + directory);
    }
  }

  /** Takes the processor away from it, as a long pause of its machine does. */
  void freeze() {
    signal("STOP");
  }

  /** Ends {@link #freeze}. */
  void wake() {
    signal("CONT");
  }

  private void signal(String signal) {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
