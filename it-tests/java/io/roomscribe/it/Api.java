package io.roomscribe.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** The public API, as a client of it would use it. Threading: safe from any thread. */
final class Api {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;
  private final Map<String, String> credential;

  /** Asks with an API key. */
  Api(URI server, String apiKey) {
    this(server, Map.of("X-API-Key", apiKey));
  }

  private Api(URI server, Map<String, String> credential) {
    this.base = server.resolve("/api/v1/");
    this.credential = credential;
  }

  /** Asks without any credential. */
  static Api anonymous(URI server) {
    return new Api(server, Map.of());
  }

  /** Asks with an access token. */
  static Api bearer(URI server, String token) {
    return new Api(server, Map.of("Authorization", "Bearer " + token));
  }

  /** A status, the headers and the body. */
  record Answer(int status, HttpHeaders headers, String body) {

    JsonNode json() {
      return parse(body);
    }

    String header(String name) {
      return headers.firstValue(name).orElse("");
    }
  }

  /** The answer, whatever it is. */
  Answer ask(String path) {
    return send(request(path).build());
  }

  /** JSON of a resource that is there. */
  JsonNode get(String path) {
    return parse(text(path, "application/json"));
  }

  /** A resource that is there, in the wanted form. */
  String text(String path, String accept) {
    Answer answer = send(request(path).header("Accept", accept).build());
    if (answer.status() != 200) {
      throw new AssertionError("GET " + path + ": " + answer);
    }
    return answer.body();
  }

  /** What a resource that is there consists of. */
  byte[] bytes(String path) {
    HttpResponse<byte[]> response = send(request(path).build(), BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new AssertionError("GET " + path + ": " + response);
    }
    return response.body();
  }

  Answer post(String path, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  /** Live captions, from after the given event on. */
  Captions captions(String sessionId, String lastEventId) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve("sessions/" + sessionId + "/captions"))
            .header("Accept", "text/event-stream");
    credential.forEach(request::header);
    if (lastEventId != null) {
      request.header("Last-Event-ID", lastEventId);
    }
    return new Captions(http, request.build());
  }

  private Answer send(HttpRequest request) {
    HttpResponse<String> response = send(request, BodyHandlers.ofString());
    return new Answer(response.statusCode(), response.headers(), response.body());
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
    try {
      return http.send(request, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path.substring(1))).timeout(TIMEOUT);
    credential.forEach(request::header);
    return request;
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(json, e);
    }
  }
}
