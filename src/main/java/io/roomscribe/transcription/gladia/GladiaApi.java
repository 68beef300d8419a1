package io.roomscribe.transcription.gladia;

import io.roomscribe.transcription.TranscriptionException;
import io.roomscribe.transcription.TranscriptionException.Category;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Gladia's HTTP side: open a session, fetch its result, look whether the service is there.
 *
 * <p>Threading: safe from any thread. Errors: come as {@link Answer#trouble}, with Gladia's own
 * message; the key and session addresses appear nowhere.
 */
final class GladiaApi {

  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(5);

  private final HttpClient client;
  private final GladiaAccess access;
  private final Duration timeout;
  private final String base;

  GladiaApi(HttpClient client, GladiaAccess access, Duration timeout) {
    this.client = client;
    this.access = access;
    this.timeout = timeout;
    String api = access.api().toString().replaceFirst("^ws", "http");
    this.base = api.replaceFirst("/+$", "") + "/v2/live";
  }

  /** Opens a session; the answer comes on the client's executor. */
  void initiate(JsonObject body, Consumer<Answer<GladiaSession>> then) {
    String query =
        access
            .region()
            .map(name -> "?region=" + URLEncoder.encode(name, StandardCharsets.UTF_8))
            .orElse("");
    HttpRequest request =
        request(base + query, timeout)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    send(request, answer -> then.accept(answer.then(this::session)));
  }

  /** What is known of a session, its result among it; comes on the client's executor. */
  void result(GladiaSession session, Consumer<Answer<JsonObject>> then) {
    String id = URLEncoder.encode(session.id(), StandardCharsets.UTF_8);
    send(request(base + "/" + id, timeout).GET().build(), then);
  }

  /** Blocks until it is known whether the service is there and takes the key. */
  void probe() {
    HttpRequest request = request(base + "?limit=1", PROBE_TIMEOUT).GET().build();
    TranscriptionException trouble;
    try {
      trouble = read(client.send(request, BodyHandlers.ofString())).trouble();
    } catch (IOException unreachable) {
      trouble = unreachable(unreachable);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      trouble = new TranscriptionException(Category.UNAVAILABLE, "interrupted while probing");
    }
    if (trouble != null) {
      throw trouble;
    }
  }

  private HttpRequest.Builder request(String address, Duration patience) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address)).timeout(patience);
    access.key().ifPresent(key -> request.header("x-gladia-key", key));
    return request.header("Accept", "application/json");
  }

  @SuppressWarnings("FutureReturnValueIgnored") // both outcomes are handed on
  private void send(HttpRequest request, Consumer<Answer<JsonObject>> then) {
    client
        .sendAsync(request, BodyHandlers.ofString())
        .handle(
            (response, failure) ->
                response != null
                    ? read(response)
                    : Answer.<JsonObject>refused(unreachable(failure), Duration.ZERO))
        .thenAccept(then);
  }

  private Answer<GladiaSession> session(JsonObject body) {
    String id = Fields.text(body, "id");
    String address = Fields.text(body, "url");
    if (id.isEmpty() || address.isEmpty()) {
      return Answer.refused(
          new TranscriptionException(Category.UNAVAILABLE, "gladia's answer names no session"),
          Duration.ZERO);
    }
    URI absolute = URI.create(base).resolve(address);
    String socket = absolute.toString().replaceFirst("^http", "ws");
    return Answer.of(new GladiaSession(id, URI.create(socket)));
  }

  private static Answer<JsonObject> read(HttpResponse<String> response) {
    JsonObject body = Fields.parse(response.body());
    int status = response.statusCode();
    if (status / 100 == 2 && body != null) {
      return Answer.of(body);
    }
    String message = "gladia answered " + status + details(body);
    return Answer.refused(
        new TranscriptionException(category(status), message), retryAfter(response));
  }

  private static Category category(int status) {
    return switch (status) {
      case 401, 402, 403 -> Category.UNAUTHORIZED;
      case 429 -> Category.BUSY;
      case 408 -> Category.UNAVAILABLE;
      default -> status / 100 == 4 ? Category.INVALID_REQUEST : Category.UNAVAILABLE;
    };
  }

  private static String details(@Nullable JsonObject body) {
    String message = Fields.text(body, "message");
    String errors =
        Fields.list(body, "validation_errors").stream()
            .map(error -> Fields.text(error))
            .collect(Collectors.joining("; "));
    String requestId = Fields.text(body, "request_id");
    return (message.isEmpty() ? "" : ": " + message)
        + (errors.isEmpty() ? "" : ": " + errors)
        + (requestId.isEmpty() ? "" : " (request " + requestId + ")");
  }

  /** Only the form in seconds; a date is as good as nothing here. */
  private static Duration retryAfter(HttpResponse<String> response) {
    String seconds = response.headers().firstValue("Retry-After").orElse("0").strip();
    if (!seconds.matches("\\d{1,6}")) {
      return Duration.ZERO;
    }
    Duration asked = Duration.ofSeconds(Long.parseLong(seconds));
    return asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked;
  }

  /** Names the kind of failure only: messages of the HTTP client may show addresses. */
  static TranscriptionException unreachable(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String kind = cause.getClass().getSimpleName();
    return new TranscriptionException(Category.UNAVAILABLE, "gladia cannot be reached: " + kind);
  }
}
