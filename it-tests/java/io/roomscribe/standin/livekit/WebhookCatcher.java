package io.roomscribe.standin.livekit;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes webhooks and keeps them as they came. Threading: safe. */
final class WebhookCatcher implements AutoCloseable {

  private final List<Caught> caught = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();

  WebhookCatcher() {
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          caught.add(
              new Caught(
                  body,
                  exchange.getRequestHeaders().getFirst("Authorization"),
                  exchange.getRequestHeaders().getFirst("Content-Type")));
          Integer answer = answers.poll();
          exchange.sendResponseHeaders(answer == null ? 200 : answer, -1);
          exchange.close();
        });
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/webhook");
  }

  /** How to answer the next requests; 200 after that. */
  void answerWith(Integer... statuses) {
    answers.addAll(List.of(statuses));
  }

  List<Caught> caught() {
    return caught;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  /** A request. */
  record Caught(String body, String authorization, String contentType) {}
}
