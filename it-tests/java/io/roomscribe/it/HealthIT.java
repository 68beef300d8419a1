package io.roomscribe.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Health tells apart what ails, on the port where each server serves it. */
@Served
@Isolated
class HealthIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @AfterEach
  void mend() {
    TestBed.bed().liveKit().apiFaults().clear();
    TestBed.bed().gladia().faults().clear();
  }

  @Test
  void ready_allIsThere_namesEachAndIsUp() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(Health.get("/ready").status()).isEqualTo(200));

    Health ready = Health.get("/ready");
    assertThat(ready.check("database").get("status").asText()).isEqualTo("UP");
    assertThat(ready.check("livekit").get("status").asText()).isEqualTo("UP");
    assertThat(ready.check("gladia").get("status").asText()).isEqualTo("UP");
  }

  @Test
  void ready_liveKitRefusesOurKey_isDownWithAReasonWithoutTheToken_andUpAgain() {
    TestBed.bed().liveKit().apiFaults().rejectTokens(true);

    awaitStatus("livekit", "DOWN");
    Health ready = Health.get("/ready");
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
    Health ready = Health.get("/ready");
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

    Health live = Health.get("/live");

    assertThat(live.status()).isEqualTo(200);
    assertThat(live.check("mixer").get("status").asText()).isEqualTo("UP");
  }

  @Test
  void started_namesTheSettings() {
    Health started = Health.get("/started");

    assertThat(started.status()).isEqualTo(200);
    assertThat(started.check("settings").get("status").asText()).isEqualTo("UP");
  }

  private void awaitStatus(String check, String status) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(Health.get("/ready").check(check).path("status").asText())
                    .isEqualTo(status));
  }
}
