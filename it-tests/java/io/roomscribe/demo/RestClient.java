package io.roomscribe.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Stream;

/** The public REST API, as a client of it would use it. Threading: safe from any thread. */
final class RestClient {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI base;
  private final String apiKey;

  RestClient(URI server, String apiKey) {
    this.base = server.resolve("/api/v1/");
    this.apiKey = apiKey;
  }

  /** Where people look. */
  URI page() {
    return base.resolve("/");
  }

  boolean isServing() throws InterruptedException {
    try {
      HttpRequest request = request("sessions?limit=1").timeout(Duration.ofSeconds(10)).build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  JsonNode startSession(String room) throws IOException, InterruptedException {
    ObjectNode request = JSON.createObjectNode().put("room", room);
    ObjectNode options = request.putObject("options").put("partials", true);
    options.putArray("languages").add("en");
    return post("sessions", request.toString());
  }

  JsonNode session(String id) throws IOException, InterruptedException {
    return get("sessions/" + id);
  }

  JsonNode transcript(String id) throws IOException, InterruptedException {
    return get("sessions/" + id + "/transcript?format=json");
  }

  void stopSession(String id) throws IOException, InterruptedException {
    post("sessions/" + id + "/stop", "");
  }

  /** The lines of the live captions, until the server ends them. */
  Stream<String> captions(String id) throws IOException, InterruptedException {
    HttpRequest request =
        request("sessions/" + id + "/captions").header("Accept", "text/event-stream").build();
    HttpResponse<Stream<String>> response = http.send(request, BodyHandlers.ofLines());
    if (response.statusCode() != 200) {
      throw new IOException("captions: HTTP " + response.statusCode());
    }
    return response.body();
  }

  static JsonNode parse(String json) throws IOException {
    return JSON.readTree(json);
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return send(request(path).timeout(Duration.ofSeconds(30)).build());
  }

  private JsonNode post(String path, String body) throws IOException, InterruptedException {
    return send(
        request(path)
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IOException(
          request.method()
              + " "
              + request.uri()
              + ": HTTP "
              + response.statusCode()
              + " "
              + response.body());
    }
    return JSON.readTree(response.body());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).header("X-API-Key", apiKey);
  }
}
