package io.roomscribe.livekit;

import com.google.protobuf.MessageLite;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Gives prepared answers to Twirp calls, in order per method, and keeps the requests. */
final class TwirpResponder implements AutoCloseable {

  record Request(String method, String authorization, byte[] body) {}

  private record Answer(int status, String contentType, byte[] body) {}

  private final Map<String, Queue<Answer>> answers = new ConcurrentHashMap<>();
  final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private final Undertow server;

  TwirpResponder() {
    server = Undertow.builder().addHttpListener(0, "127.0.0.1").setHandler(this::handle).build();
    server.start();
  }

  URI url() {
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    return URI.create("http://127.0.0.1:" + address.getPort());
  }

  LiveKitAccess access() {
    Duration timeout = Duration.ofSeconds(20);
    return new LiveKitAccess(
        url(), "devkey", "secret-secret-secret-secret-secret", timeout, timeout);
  }

  void answer(String method, MessageLite message) {
    add(method, new Answer(200, "application/protobuf", message.toByteArray()));
  }

  void refuse(String method, int status, String code, String message) {
    fail(method, status, "{\"code\":\"" + code + "\",\"msg\":\"" + message + "\"}");
  }

  void fail(String method, int status, String body) {
    add(method, new Answer(status, "application/json", body.getBytes(StandardCharsets.UTF_8)));
  }

  private void add(String method, Answer answer) {
    answers.computeIfAbsent(method, m -> new ConcurrentLinkedQueue<>()).add(answer);
  }

  private void handle(HttpServerExchange exchange) {
    exchange
        .getRequestReceiver()
        .receiveFullBytes(
            (ex, body) -> {
              String method = ex.getRequestPath().substring(ex.getRequestPath().indexOf('.') + 1);
              String authorization = ex.getRequestHeaders().getFirst(Headers.AUTHORIZATION);
              requests.add(new Request(method, authorization, body));
              Queue<Answer> prepared = answers.get(method);
              Answer answer = prepared == null ? null : prepared.poll();
              if (answer == null) {
                answer = new Answer(418, "text/plain", ("unprepared " + method).getBytes());
              }
              ex.setStatusCode(answer.status());
              ex.getResponseHeaders().put(Headers.CONTENT_TYPE, answer.contentType());
              ex.getResponseSender().send(ByteBuffer.wrap(answer.body()));
            });
  }

  @Override
  public void close() {
    server.stop();
  }
}
