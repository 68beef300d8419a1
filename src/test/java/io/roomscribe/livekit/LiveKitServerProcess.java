package io.roomscribe.livekit;

import io.roomscribe.servers.FreePort;
import java.io.File;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real {@code livekit-server} on free loopback ports, without Redis and so without egress.
 *
 * <p>The binary is named by the system property {@code livekit.server.binary} or found on the PATH.
 */
final class LiveKitServerProcess implements AutoCloseable {

  static final String KEY = "devkey";
  static final String SECRET = "a-secret-of-thirty-two-characters";

  private final Process process;
  private final URI url;
  private final Path log;

  private LiveKitServerProcess(Process process, URI url, Path log) {
    this.process = process;
    this.url = url;
    this.log = log;
  }

  static Optional<Path> binary() {
    String named = System.getProperty("livekit.server.binary", "");
    if (!named.isEmpty()) {
      return Optional.of(Path.of(named));
    }
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(directory -> Path.of(directory, "livekit-server"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static LiveKitServerProcess start(Path binary, Path directory, URI webhook) throws IOException {
    int port = FreePort.any();
    Path config = directory.resolve("livekit.yaml");
    Path log = directory.resolve("livekit.log");
    Files.writeString(
        config,
        """
        port: %d
        bind_addresses: [127.0.0.1]
        rtc:
          node_ip: 127.0.0.1
          enable_loopback_candidate: true
          use_external_ip: false
          tcp_port: %d
          udp_port: %d
        keys:
          %s: %s
        webhook:
          api_key: %s
          urls: ["%s"]
        """
            .formatted(port, FreePort.any(), freeUdpPort(), KEY, SECRET, KEY, webhook));
    Process process =
        new ProcessBuilder(binary.toString(), "--config", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new LiveKitServerProcess(process, URI.create("http://127.0.0.1:" + port), log);
  }

  LiveKitAccess access(String secret) {
    return new LiveKitAccess(url, KEY, secret, Duration.ofSeconds(10), Duration.ofSeconds(35));
  }

  /** What the server wrote, to be shown when it does not come up. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "no log: " + e.getMessage();
    }
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

  private static int freeUdpPort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
