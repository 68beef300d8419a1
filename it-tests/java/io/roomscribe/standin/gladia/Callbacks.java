package io.roomscribe.standin.gladia;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * POSTs what sessions say to their callback URLs, one after the other; one that fails is logged and
 * not repeated (Gladia's retries are undocumented).
 *
 * <p>Threading: called on the lane.
 */
final class Callbacks {

  private static final System.Logger LOG = System.getLogger(Callbacks.class.getName());
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

  /** Sends a message of some kind if the session's request wants it. */
  void post(SessionRequest request, String kind, String sessionId, ObjectNode message) {
    if (!request.sendsToCallback(kind)) {
      return;
    }
    ObjectNode body = Json.object();
    body.put("id", sessionId).put("event", "live." + message.path("type").asText());
    body.set("payload", message);
    HttpRequest post =
        HttpRequest.newBuilder(URI.create(request.callbackUrl()))
            .header("Content-Type", "application/json")
            .timeout(TIMEOUT)
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    last =
        last.thenCompose(previous -> client.sendAsync(post, HttpResponse.BodyHandlers.discarding()))
            .handle(
                (answer, failure) -> {
                  if (failure != null) {
                    LOG.log(System.Logger.Level.WARNING, "event=callback_failed", failure);
                  }
                  return null;
                });
  }
}
