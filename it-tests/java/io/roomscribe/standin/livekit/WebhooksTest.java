package io.roomscribe.standin.livekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.auth0.jwt.exceptions.IncorrectClaimException;
import com.auth0.jwt.exceptions.SignatureVerificationException;
import io.livekit.server.WebhookReceiver;
import java.time.Duration;
import java.util.List;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitWebhook.WebhookEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhooksTest {

  private final WebhookCatcher catcher = new WebhookCatcher();
  private final LiveKitStandIn standIn =
      LiveKitStandIn.start(StandInOptions.prompt().withWebhook(catcher.url()));
  private final WebhookReceiver receiver =
      new WebhookReceiver(standIn.apiKey(), standIn.apiSecret());

  @AfterEach
  void close() {
    standIn.close();
    catcher.close();
  }

  @Test
  void events_ofARoom_comeInOrderAndVerified() {
    StandInRoom room = standIn.room("r");
    StandInParticipant bob = room.join("bob", "Bob");
    StandInTrack track = bob.publishMicrophone(TrackSound.silence());
    bob.leave();
    room.finish();

    List<WebhookEvent> events = received(6);
    assertThat(events)
        .extracting(WebhookEvent::getEvent)
        .containsExactly(
            "room_started",
            "participant_joined",
            "track_published",
            "track_unpublished",
            "participant_left",
            "room_finished");
    assertThat(events).extracting(WebhookEvent::getId).doesNotHaveDuplicates();
    assertThat(events.get(1).getParticipant().getName()).isEqualTo("Bob");
    assertThat(events.get(2).getParticipant())
        .isEqualTo(
            ParticipantInfo.newBuilder()
                .setSid(events.get(1).getParticipant().getSid())
                .setIdentity("bob")
                .build());
    assertThat(events.get(2).getTrack().getSid()).isEqualTo(track.sid());
    assertThat(events.get(2).getTrack().getSource()).isEqualTo(TrackSource.MICROPHONE);
    assertThat(events.get(4).getParticipant().getState())
        .isEqualTo(ParticipantInfo.State.DISCONNECTED);
  }

  @Test
  void body_ofTrackPublished_omitsDefaults() {
    standIn.room("r").join("bob", "Bob").publishMicrophone(TrackSound.silence());
    received(3);
    WebhookCatcher.Caught published = catcher.caught().get(2);
    assertThat(published.contentType()).isEqualTo("application/webhook+json");
    assertThat(published.authorization()).doesNotContain("Bearer");
    assertThat(published.body())
        .startsWith("{\"event\":\"track_published\",\"room\":{\"sid\":\"RM_")
        .contains("\"mimeType\":\"audio/red\"")
        .containsPattern("\"createdAt\":\"\\d{10}\"")
        .doesNotContain("\"type\"", "\"muted\"", "\"kind\"");
  }

  @Test
  void delivery_serverErrors_isTriedAgain() {
    catcher.answerWith(503, 429);
    standIn.room("r").join("bob", "Bob");
    assertThat(received(4))
        .extracting(WebhookEvent::getEvent)
        .containsExactly("room_started", "room_started", "room_started", "participant_joined");
    assertThat(received(4).subList(0, 3)).extracting(WebhookEvent::getId).containsOnly(firstId());
  }

  @Test
  void delivery_clientError_isFinal() {
    catcher.answerWith(400);
    standIn.room("r");
    await().until(() -> catcher.caught().size() == 1);
    standIn.room("s");
    await().until(() -> catcher.caught().size() == 2);
    assertThat(received(2).get(1).getRoom().getName()).isEqualTo("s");
  }

  @Test
  void fault_duplicate_sendsTheSameIdTwice() {
    standIn.webhookFaults().duplicate(true);
    standIn.room("r");
    assertThat(received(2)).extracting(WebhookEvent::getId).containsOnly(firstId());
  }

  @Test
  void fault_reorder_swapsNeighbours() {
    standIn.webhookFaults().reorder(true);
    standIn.room("r").join("bob", "Bob");
    assertThat(received(2))
        .extracting(WebhookEvent::getEvent)
        .containsExactly("participant_joined", "room_started");
  }

  @Test
  void fault_dropAll_sendsNothingUntilCleared() {
    standIn.webhookFaults().dropAll(true);
    standIn.room("r");
    standIn.webhookFaults().clear();
    standIn.room("s");
    assertThat(received(1).get(0).getRoom().getName()).isEqualTo("s");
  }

  @Test
  void fault_clockSkew_isNotValidYet() {
    standIn.webhookFaults().clockSkew(Duration.ofSeconds(30));
    standIn.room("r");
    assertThatThrownBy(() -> received(1)).isInstanceOf(IncorrectClaimException.class);
  }

  @Test
  void fault_wrongSignature_doesNotVerify() {
    standIn.webhookFaults().wrongSignature(true);
    standIn.room("r");
    assertThatThrownBy(() -> received(1)).isInstanceOf(SignatureVerificationException.class);
  }

  private String firstId() {
    return standIn.events().get(0).getId();
  }

  private List<WebhookEvent> received(int count) {
    await().until(() -> catcher.caught().size() >= count);
    return catcher.caught().stream()
        .map(caught -> receiver.receive(caught.body(), caught.authorization()))
        .toList();
  }
}
