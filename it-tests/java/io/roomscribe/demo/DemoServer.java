package io.roomscribe.demo;

import io.roomscribe.servers.PayaraCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * Payara Micro with the WAR, as a child process that dies with this one.
 *
 * <p>Its output goes to a file, and on the screen only when it does not start.
 */
final class DemoServer implements AutoCloseable {

  /** As everybody is let in, only this machine may come. */
  private static final String ON_THIS_MACHINE_ONLY =
      "set configs.config.server-config.network-config.network-listeners.network-listener"
          + ".http-listener.address=127.0.0.1\n";

  private final int port;
  private final Path log;
  private final Process process;

  private DemoServer(int port, Path log, Process process) {
    this.port = port;
    this.log = log;
    this.process = process;
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  /** A port that nobody uses now: the usual one, else any. */
  static int freePort(int usual) {
    try (ServerSocket socket = new ServerSocket(usual)) {
      return socket.getLocalPort();
    } catch (IOException taken) {
      return anyFreePort();
    }
  }

  /** A port that nobody uses now. */
  static int anyFreePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts it; {@link #awaitStart} says when it serves.
   *
   * @param capturePort where egress dials it
   */
  static DemoServer start(Path directory, int port, int capturePort, Map<String, String> settings)
      throws IOException {
    Files.createDirectories(directory);
    Path file = directory.resolve("settings.properties");
    try (Writer out = Files.newBufferedWriter(file)) {
      Properties properties = new Properties();
      properties.putAll(settings);
      properties.store(out, null);
    }
    Path commands =
        PayaraCommands.write(
            Path.of(System.getProperty("demo.payara.commands")),
            directory.resolve("pre-boot.asadmin"),
            capturePort);
    Files.writeString(commands, ON_THIS_MACHINE_ONLY, StandardOpenOption.APPEND);
    Path log = directory.resolve("server.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "--add-modules=jdk.incubator.vector"));
    command.addAll(List.of("-jar", System.getProperty("demo.payara")));
    command.addAll(List.of("--deploy", System.getProperty("demo.war")));
    command.addAll(List.of("--port", Integer.toString(port), "--nocluster"));
    command.addAll(List.of("--systemProperties", file.toString()));
    command.addAll(List.of("--prebootcommandfile", commands.toString()));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new DemoServer(port, log, process);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  ProcessHandle process() {
    return process.toHandle();
  }

  Path log() {
    return log;
  }

  /** Waits until the REST API answers. */
  void awaitStart(RestClient rest) throws IOException, InterruptedException {
    for (int tries = 0; tries < 600; tries++) {
      if (!process.isAlive() || Files.readString(log).contains("Exception while loading the app")) {
        break;
      }
      if (rest.isServing()) {
        return;
      }
      Thread.sleep(250);
    }
    List<String> lines = Files.readAllLines(log);
    lines.subList(Math.max(0, lines.size() - 60), lines.size()).forEach(System.err::println);
    throw new IOException("The server did not start; its log is " + log);
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
