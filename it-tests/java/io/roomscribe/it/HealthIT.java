package io.roomscribe.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Health tells apart what ails, on the port where each server serves it. */
@ArquillianTest
class HealthIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newHttpClient();

  @Deployment(testable = false)
  static WebArchive war() {
    return WarUnderTest.archive();
  }

  @AfterEach
  void mend() {
    TestBed.bed().liveKit().apiFaults().clear();
    TestBed.bed().gladia().faults().clear();
  }

  @Test
  void ready_allIsThere_namesEachAndIsUp() {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(get("/ready").status()).isEqualTo(200));

    Health ready = get("/ready");
    assertThat(ready.check("database").get("status").asText()).isEqualTo("UP");
    assertThat(ready.check("livekit").get("status").asText()).isEqualTo("UP");
    assertThat(ready.check("gladia").get("status").asText()).isEqualTo("UP");
  }

  @Test
  void ready_liveKitRefusesOurKey_isDownWithAReasonWithoutTheToken_andUpAgain() {
    TestBed.bed().liveKit().apiFaults().rejectTokens(true);

    awaitStatus("livekit", "DOWN");
    Health ready = get("/ready");
    assertThat(ready.status()).isEqualTo(503);
    assertThat(ready.check("livekit").at("/data/reason").asText()).contains("401");
    assertThat(ready.body().toString())
        .doesNotContain("eyJ", TestBed.bed().liveKit().apiSecret(), TestBed.bed().gladia().key());
    assertThat(ready.check("database").get("status").asText()).isEqualTo("UP");
    assertThat(ready.check("gladia").get("status").asText()).isEqualTo("UP");

    TestBed.bed().liveKit().apiFaults().rejectTokens(false);
    awaitStatus("livekit", "UP");
  }

  @Test
  void ready_gladiaRefuses_isDownWithAReasonWithoutTheKey_andUpAgain() {
    TestBed.bed().gladia().faults().refuseKeys(true);

    awaitStatus("gladia", "DOWN");
    Health ready = get("/ready");
    assertThat(ready.status()).isEqualTo(503);
    assertThat(ready.check("gladia").at("/data/reason").asText()).isNotBlank();
    assertThat(ready.body().toString()).doesNotContain(TestBed.bed().gladia().key());
    assertThat(ready.check("livekit").get("status").asText()).isEqualTo("UP");

    TestBed.bed().gladia().faults().refuseKeys(false);
    awaitStatus("gladia", "UP");
  }

  @Test
  void live_namesTheMixer_whoeverElseIsAway() {
    TestBed.bed().liveKit().apiFaults().unavailable(true);

    Health live = get("/live");

    assertThat(live.status()).isEqualTo(200);
    assertThat(live.check("mixer").get("status").asText()).isEqualTo("UP");
  }

  @Test
  void started_namesTheSettings() {
    Health started = get("/started");

    assertThat(started.status()).isEqualTo(200);
    assertThat(started.check("settings").get("status").asText()).isEqualTo("UP");
  }

  private void awaitStatus(String check, String status) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(get("/ready").check(check).path("status").asText()).isEqualTo(status));
  }

  private record Health(int status, JsonNode body) {

    JsonNode check(String name) {
      for (JsonNode check : body.get("checks")) {
        if (check.get("name").asText().equals(name)) {
          return check;
        }
      }
      throw new AssertionError("no check " + name + " in " + body);
    }
  }

  private Health get(String path) {
    URI uri = URI.create(TestBed.health() + path);
    try {
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      return new Health(response.statusCode(), Api.parse(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
