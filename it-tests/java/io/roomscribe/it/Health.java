package io.roomscribe.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * An answer of MicroProfile Health.
 *
 * @param status of HTTP
 * @param body as JSON
 */
record Health(int status, JsonNode body) {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** Asks for /ready, /live or /started. */
  static Health get(String path) {
    URI uri = URI.create(TestBed.health() + path);
    try {
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
      HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
      return new Health(response.statusCode(), Api.parse(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  JsonNode check(String name) {
    for (JsonNode check : body.get("checks")) {
      if (check.get("name").asText().equals(name)) {
        return check;
      }
    }
    throw new AssertionError("no check " + name + " in " + body);
  }
}
