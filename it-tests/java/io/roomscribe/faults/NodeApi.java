package io.roomscribe.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * The public REST API of one node. Threading: safe from any thread.
 *
 * <p>Errors: {@link IOException} when the node does not answer as it should, as while it is down.
 */
final class NodeApi {

  static final String KEY = "faults-api-key-of-32-characters-01";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(3))
          .build();

  private final URI base;

  NodeApi(URI node) {
    base = node.resolve("/api/v1/");
  }

  boolean isServing() throws InterruptedException {
    try {
      get("sessions?limit=1");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The id of a new session of this room. */
  String start(String room) throws IOException, InterruptedException {
    String body = "{\"room\":\"" + room + "\",\"options\":{\"capture\":\"tracks\"}}";
    return post("sessions", body).get("id").asText();
  }

  void stop(String session) throws IOException, InterruptedException {
    post("sessions/" + session + "/stop", "");
  }

  JsonNode session(String id) throws IOException, InterruptedException {
    return get("sessions/" + id);
  }

  /** Everything stored so far, in order of time. */
  JsonNode lines(String id) throws IOException, InterruptedException {
    return get("sessions/" + id + "/transcript?format=json&limit=1000").get("lines");
  }

  JsonNode gaps(String id) throws IOException, InterruptedException {
    return get("sessions/" + id + "/gaps?limit=1000").get("gaps");
  }

  /** The lines of the live captions, from after this event on, until the node ends them. */
  Stream<String> captions(String id, String lastEventId) throws IOException, InterruptedException {
    HttpRequest request =
        request("sessions/" + id + "/captions")
            .header("Accept", "text/event-stream")
            .header("Last-Event-ID", lastEventId)
            .build();
    HttpResponse<Stream<String>> response = HTTP.send(request, BodyHandlers.ofLines());
    if (response.statusCode() != 200) {
      throw new IOException("captions: HTTP " + response.statusCode());
    }
    return response.body();
  }

  static JsonNode parse(String json) throws IOException {
    return JSON.readTree(json);
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return send(request(path).timeout(PATIENCE).build());
  }

  private JsonNode post(String path, String body) throws IOException, InterruptedException {
    return send(
        request(path)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IOException(
          request.uri() + ": HTTP " + response.statusCode() + " " + response.body());
    }
    return JSON.readTree(response.body());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).header("X-API-Key", KEY);
  }
}
