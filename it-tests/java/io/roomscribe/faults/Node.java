package io.roomscribe.faults;

import io.roomscribe.servers.PayaraCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
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
  private final int port;
  private final int capturePort;
  private final Thread atExit = new Thread(this::kill);
  private volatile Process process;
  private int starts;

  /** A node that is not started yet. */
  Node(String name, Path directory) {
    this.name = name;
    this.directory = directory;
    this.port = freePort();
    this.capturePort = freePort();
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
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Where egress dials it. */
  URI captureUrl() {
    return URI.create("ws://127.0.0.1:" + capturePort);
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
      Path file = directory.resolve("settings.properties");
      try (Writer out = Files.newBufferedWriter(file)) {
        Properties properties = new Properties();
        properties.putAll(settings);
        properties.store(out, null);
      }
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
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // A node lives for a minute or two here: quick starts matter more than quick loops.
    command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"));
    command.add("-Djava.io.tmpdir=" + directory.resolve("tmp"));
    command.addAll(List.of("-jar", System.getProperty("roomscribe.it.payara")));
    command.addAll(List.of("--deploy", System.getProperty("roomscribe.it.war")));
    command.addAll(List.of("--port", Integer.toString(port), "--nocluster"));
    command.addAll(List.of("--systemProperties", settings.toString()));
    command.addAll(List.of("--prebootcommandfile", commands().toString()));
    return command;
  }

  private Path commands() throws IOException {
    return PayaraCommands.write(
        Path.of(System.getProperty("roomscribe.it.pre-boot")),
        directory.resolve("pre-boot.asadmin"),
        capturePort);
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

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
