package io.roomscribe.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomscribe.standin.livekit.LiveKitStandIn;
import io.roomscribe.standin.livekit.StandInTrack;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** LiveKit's webhooks are believed only with LiveKit's signature over what arrived. */
@Served
class WebhookIT {

  private final HttpClient http = HttpClient.newHttpClient();
  private LiveKitStandIn liveKit;
  private Meeting meeting;

  /** The room goes on at LiveKit, so only a webhook that is believed can end the session. */
  @BeforeEach
  void begin() {
    liveKit = TestBed.bed().liveKit();
    meeting = new Meeting();
    liveKit.webhookFaults().dropOf(meeting.room());
    StandInTrack ann = meeting.microphone("ann", "Ann");
    meeting.start();
    meeting.awaitCapturing(ann);
  }

  @AfterEach
  void end() {
    meeting.close();
  }

  @Test
  void receive_signed_is200AndTakesEffect() throws Exception {
    String body = roomFinished();

    assertThat(post(body, Signed.webhook(liveKit, body, liveKit.apiSecret()))).isEqualTo(200);

    meeting.awaitState("ENDED");
    assertThat(meeting.session().get("transitions").toString()).contains("the room was closed");
  }

  @Test
  void receive_notSignedSo_isRefusedAndWithoutEffect() throws Exception {
    String body = roomFinished();
    String signature = Signed.webhook(liveKit, body, liveKit.apiSecret());

    assertThat(post(body, "")).isEqualTo(401);
    assertThat(post(body, "Bearer " + TestBed.API_KEY)).isEqualTo(401);
    assertThat(post(body, Signed.webhook(liveKit, body, liveKit.apiSecret() + "x"))).isEqualTo(401);
    assertThat(post(body, Signed.joining(liveKit, meeting.room()))).isEqualTo(401);
    assertThat(post(body + " ", signature)).isEqualTo(401);
    String broken = "{\"event\":";
    assertThat(post(broken, Signed.webhook(liveKit, broken, liveKit.apiSecret()))).isEqualTo(400);

    assertThat(meeting.state()).isEqualTo("ACTIVE");
  }

  private String roomFinished() {
    return "{\"event\":\"room_finished\",\"id\":\"EV_"
        + UUID.randomUUID()
        + "\",\"room\":{\"sid\":\"RM_x\",\"name\":\""
        + meeting.room()
        + "\"},\"ofALaterVersion\":{}}";
  }

  private int post(String body, String signature) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(TestBed.base().resolve("/api/v1/livekit/webhook"))
            .header("Content-Type", "application/webhook+json")
            .POST(BodyPublishers.ofString(body));
    if (!signature.isEmpty()) {
      request.header("Authorization", signature);
    }
    return http.send(request.build(), BodyHandlers.ofString()).statusCode();
  }
}
