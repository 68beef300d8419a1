package io.roomscribe.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the server and the wiring owe: errors as problems, the API's description, health. */
@Served
class PlatformIT {

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void get_unknownResource_answersProblem() throws Exception {
    HttpResponse<String> response = get(TestBed.base().resolve("/api/v1/nothing"));

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(response.body())
        .contains("\"type\":\"about:blank\"", "\"status\":404", "\"instance\":\"/api/v1/nothing\"");
  }

  @Test
  void get_openapi_describesTheApi() throws Exception {
    HttpResponse<String> response = get(TestBed.base().resolve("/openapi"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .contains("title: Roomscribe")
        .contains(
            "/api/v1/sessions:",
            "/api/v1/sessions/{id}:",
            "/api/v1/sessions/{id}/stop:",
            "/api/v1/sessions/{id}/transcript:",
            "/api/v1/sessions/{id}/captions:",
            "/api/v1/transcripts:",
            "/api/v1/livekit/webhook:");
  }

  @Test
  void get_health_isServed() throws Exception {
    assertThat(get(TestBed.health()).body()).contains("\"status\"");
  }

  private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(90))
            .header("X-API-Key", TestBed.API_KEY)
            .build();
    return http.send(request, BodyHandlers.ofString());
  }
}
