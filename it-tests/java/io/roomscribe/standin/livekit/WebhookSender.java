package io.roomscribe.standin.livekit;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Posts one webhook until it is taken: tried again four times on transport errors, 429 and 5xx; any
 * other answer is final.
 *
 * <p>Threading: safe, asynchronous.
 *
 * <p>Source: hashicorp/go-retryablehttp defaults as livekit/protocol uses them (no HTTP timeout).
 */
final class WebhookSender {

  private static final int RETRIES = 4;

  private final Duration firstPause;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private volatile boolean closed;

  WebhookSender(Duration firstPause) {
    this.firstPause = firstPause;
  }

  CompletableFuture<Void> deliver(URI receiver, Signed webhook) {
    HttpRequest request =
        HttpRequest.newBuilder(receiver)
            .header("Content-Type", "application/webhook+json")
            .header("User-Agent", "Go-http-client/1.1")
            .header("Authorization", webhook.token())
            .POST(HttpRequest.BodyPublishers.ofByteArray(webhook.body()))
            .build();
    return attempt(request, 0);
  }

  private CompletableFuture<Void> attempt(HttpRequest request, int retries) {
    return http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
        .handle((answer, error) -> error != null || isTransient(answer.statusCode()))
        .thenCompose(
            failed -> {
              if (!failed || retries == RETRIES || closed) {
                return CompletableFuture.completedFuture(null);
              }
              return CompletableFuture.supplyAsync(() -> request, pause(retries))
                  .thenCompose(again -> attempt(again, retries + 1));
            });
  }

  private static boolean isTransient(int status) {
    return status == 429 || status >= 500;
  }

  private Executor pause(int retries) {
    long millis = Math.min(firstPause.toMillis() << retries, 30 * firstPause.toMillis());
    return CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
  }

  void close() {
    closed = true;
  }

  /** A body and the token that vouches for it. */
  record Signed(byte[] body, String token) {}
}
