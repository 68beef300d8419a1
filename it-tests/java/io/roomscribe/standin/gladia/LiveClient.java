package io.roomscribe.standin.gladia;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A bare client of the live API for tests of the stand-in: it sends what it is told and keeps what
 * it gets.
 *
 * <p>Threading: one per socket; the received messages may be read from any thread.
 */
final class LiveClient implements WebSocket.Listener {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  final List<JsonNode> messages = new CopyOnWriteArrayList<>();
  final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder text = new StringBuilder();
  private final WebSocket socket;

  private LiveClient(String url) {
    socket = HTTP.newWebSocketBuilder().buildAsync(URI.create(url), this).join();
  }

  /** Opens the URL of a session. */
  static LiveClient connect(String url) {
    return new LiveClient(url);
  }

  /** POSTs a body to open a session. */
  static HttpResponse<String> post(GladiaStandIn standIn, String body) {
    return call(standIn, "POST", "/v2/live", body, standIn.key());
  }

  /** Opens a session with this body and returns the answer. */
  static JsonNode open(GladiaStandIn standIn, String body) {
    return Json.parse(post(standIn, body).body());
  }

  static HttpResponse<String> call(
      GladiaStandIn standIn, String method, String path, String body, String key) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(standIn.url() + path))
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (!key.isEmpty()) {
      request.header("x-gladia-key", key);
    }
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Little-endian bytes of samples. */
  static byte[] bytes(short[] samples) {
    ByteBuffer bytes = ByteBuffer.allocate(samples.length * 2).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(samples);
    return bytes.array();
  }

  /** Sends samples in chunks of 100 ms, as fast as they go. */
  LiveClient audio(short[] samples) {
    return audio(bytes(samples), 3200);
  }

  LiveClient audio(byte[] bytes, int chunkBytes) {
    for (int at = 0; at < bytes.length && !closed.isDone(); at += chunkBytes) {
      int length = Math.min(chunkBytes, bytes.length - at);
      try {
        socket.sendBinary(ByteBuffer.wrap(bytes, at, length), true).join();
      } catch (CompletionException broken) {
        return this;
      }
    }
    return this;
  }

  LiveClient text(String message) {
    socket.sendText(message, true).join();
    return this;
  }

  LiveClient stop() {
    return text("{\"type\":\"stop_recording\"}");
  }

  /** Closes as a client does. */
  void close(int code) {
    socket.sendClose(code, "").join();
  }

  /** Waits for the server to close and returns the code; 1006 for a cut connection. */
  int closeCode() {
    // The JDK does not always tell the listener of a connection that was cut: sending does, at the
    // latest the second time. A code that the server has sent still comes within the first wait.
    boolean over = isClosedWithin(5);
    for (int pings = 0; pings < 15 && !over; pings++) {
      CompletableFuture<Boolean> unused =
          socket
              .sendPing(ByteBuffer.allocate(0))
              .handle((sent, broken) -> broken != null && closed.complete(1006));
      over = isClosedWithin(1);
    }
    return closed.orTimeout(1, TimeUnit.SECONDS).join();
  }

  private boolean isClosedWithin(int seconds) {
    return closed
        .thenApply(code -> true)
        .completeOnTimeout(false, seconds, TimeUnit.SECONDS)
        .join();
  }

  List<JsonNode> ofType(String type) {
    return messages.stream().filter(each -> each.path("type").asText().equals(type)).toList();
  }

  List<String> types() {
    return messages.stream().map(each -> each.path("type").asText()).toList();
  }

  /** Texts of the finals, trimmed. */
  List<String> finals() {
    return ofType("transcript").stream()
        .map(each -> each.path("data"))
        .filter(data -> data.path("is_final").asBoolean())
        .map(data -> data.path("utterance").path("text").asText().trim())
        .toList();
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      messages.add(Json.parse(text.toString()));
      text.setLength(0);
    }
    from.request(1);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.complete(1006);
  }
}
