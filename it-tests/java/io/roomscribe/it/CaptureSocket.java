package io.roomscribe.it;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * One who dials a capture URL, as egress does or as somebody does who has found it.
 *
 * <p>Threading: used by the test's thread; closes are noted on the HTTP client's.
 */
final class CaptureSocket {

  private static final int PATIENCE_SECONDS = 30;

  private final CompletableFuture<Close> closed = new CompletableFuture<>();
  private final WebSocket socket;

  /** How the server closed the connection. */
  record Close(int code, String reason) {}

  private CaptureSocket(HttpClient http, URI url) {
    socket = http.newWebSocketBuilder().buildAsync(url, new Watch()).join();
  }

  /** Opens the connection; a handshake that is refused throws {@link CompletionException}. */
  static CaptureSocket dial(HttpClient http, URI url) {
    return new CaptureSocket(http, url);
  }

  /** Sends one binary message, whole. */
  void send(byte[] message) {
    socket.sendBinary(ByteBuffer.wrap(message), true).join();
  }

  /** Waits until the server closes the connection. */
  Close awaitClose() throws Exception {
    return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  void hangUp() {
    socket.abort();
  }

  private final class Watch implements WebSocket.Listener {

    @Override
    public CompletionStage<?> onClose(WebSocket ignored, int code, String reason) {
      closed.complete(new Close(code, reason));
      return null;
    }

    @Override
    public void onError(WebSocket ignored, Throwable error) {
      closed.completeExceptionally(error);
    }
  }
}
