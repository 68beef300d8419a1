package io.roomscribe.ingest.rtmp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.roomscribe.servers.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A real nginx with the configuration that we give to administrators, but for the ports, which asks
 * the test. Ownership: the test closes it.
 */
final class NginxRelay implements AutoCloseable {

  private static final List<Path> PROGRAMS =
      List.of(Path.of("/usr/sbin/nginx"), Path.of("/usr/local/sbin/nginx"));
  private static final Path MODULE = Path.of("/usr/lib/nginx/modules/ngx_rtmp_module.so");

  private final HttpServer http;
  private final Process nginx;
  private final int port;

  /** Starts it; whoever it asks answers whether it may be. */
  NginxRelay(Path directory, Predicate<RelayQuestion> answers) throws IOException {
    this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/api/v1/rtmp/publish", exchange -> answer(exchange, answers));
    http.start();
    this.port = FreePort.any();
    Path configuration = directory.resolve("nginx.conf");
    Files.writeString(
        configuration,
        Files.readString(Path.of("server-config/rtmp/nginx.conf"))
            .replace("127.0.0.1:8080", "127.0.0.1:" + http.getAddress().getPort())
            .replace("listen 1935", "listen 127.0.0.1:" + port)
            .replace("/var/log/nginx/rtmp-error.log", directory.resolve("error.log").toString())
            .replace("/run/nginx-rtmp.pid", directory.resolve("pid").toString()));
    this.nginx =
        new ProcessBuilder(
                program().orElseThrow().toString(),
                "-c",
                configuration.toString(),
                "-g",
                "daemon off;")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("nginx.log").toFile())
            .start();
  }

  /** Why there can be none here; empty when there can. */
  static String obstacle() {
    if (program().isEmpty()) {
      return "nginx is not installed";
    }
    return Files.exists(MODULE) ? "" : "nginx is installed without libnginx-mod-rtmp";
  }

  int port() {
    return port;
  }

  boolean isListening() {
    try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return probe.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    nginx.destroy();
    try {
      if (!nginx.waitFor(5, TimeUnit.SECONDS)) {
        nginx.descendants().forEach(ProcessHandle::destroyForcibly);
        nginx.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    http.stop(0);
  }

  private static void answer(HttpExchange exchange, Predicate<RelayQuestion> answers)
      throws IOException {
    try (exchange) {
      String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
      exchange.sendResponseHeaders(answers.test(RelayQuestion.ofNginx(form)) ? 204 : 403, -1);
    }
  }

  private static Optional<Path> program() {
    return PROGRAMS.stream().filter(Files::isExecutable).findFirst();
  }
}
