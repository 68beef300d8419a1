package io.roomscribe.demo;

import io.roomscribe.servers.PayaraMicro;
import io.roomscribe.servers.SettingsFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
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

  /** Starts it; {@link #awaitStart} says when it serves. */
  static DemoServer start(Path directory, PayaraMicro.Ports ports, Map<String, String> settings)
      throws IOException {
    Files.createDirectories(directory);
    PayaraMicro payara =
        new PayaraMicro(
            Path.of(System.getProperty("demo.payara")),
            Path.of(System.getProperty("demo.war")),
            Path.of(System.getProperty("demo.payara.commands")));
    Path file = SettingsFile.write(directory, settings);
    List<String> command =
        payara.command(file, ports, List.of("-Xmx512m", "--add-modules=jdk.incubator.vector"));
    Files.writeString(
        PayaraMicro.commandsBeside(file), ON_THIS_MACHINE_ONLY, StandardOpenOption.APPEND);
    Path log = directory.resolve("server.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new DemoServer(ports.api(), log, process);
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
