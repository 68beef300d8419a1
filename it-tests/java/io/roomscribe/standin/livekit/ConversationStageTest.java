package io.roomscribe.standin.livekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.roomscribe.standin.speech.Conversation;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConversationStageTest {

  private static final Conversation.Clip CLIP =
      new Conversation.Clip("sam-go-forward.wav", 0, "go forward ten meters");
  private static final Conversation CONVERSATION =
      new Conversation(
          "test",
          900,
          List.of(
              new Conversation.Participant("sam", "Sam", 0, List.of(CLIP), List.of()),
              new Conversation.Participant(
                  "late", "Late", 100, List.of(), List.of(new Conversation.Mute(150, 800)))));

  private final LiveKitStandIn standIn = LiveKitStandIn.start(StandInOptions.prompt());
  private final int[] heard = new int[2 * 48_000];

  @AfterEach
  void close() {
    standIn.close();
  }

  @Test
  void stage_beforeBegin_hasTheEarlyOnesSilent() {
    ConversationStage stage = standIn.stage("r", CONVERSATION);

    assertThat(stage.room().participants())
        .extracting(StandInParticipant::identity)
        .containsExactly("sam");
    assertThat(stage.begunAt()).isEmpty();
    read("sam", System.nanoTime());
    assertThat(heard).containsOnly(0);
  }

  @Test
  void begin_clip_isHeardFromThenOn() {
    ConversationStage stage = standIn.stage("r", CONVERSATION);
    long before = System.nanoTime();

    stage.begin();

    read("sam", before - TimeUnit.SECONDS.toNanos(1));
    assertThat(heard).containsOnly(0);
    read("sam", System.nanoTime());
    assertThat(Arrays.stream(heard).max().orElse(0)).isGreaterThan(1000);
  }

  @Test
  void begin_lateJoiner_joinsAfterwards() {
    ConversationStage stage = standIn.stage("r", CONVERSATION);
    stage.begin();
    await().until(() -> stage.room().microphone("late").isPresent());
    await().untilAsserted(() -> assertThat(stage.over()).isCompleted());
    assertThat(standIn.events())
        .filteredOn(event -> event.getEvent().equals("track_published"))
        .extracting(event -> event.getParticipant().getIdentity())
        .containsExactly("sam", "late");
  }

  @Test
  void begin_mute_endsInTime() {
    ConversationStage stage = standIn.stage("r", CONVERSATION);
    stage.begin();
    await()
        .pollInterval(Duration.ofMillis(2))
        .until(
            () -> stage.room().microphone("late").filter(it -> it.info().getMuted()).isPresent());
    await().untilAsserted(() -> assertThat(stage.over()).isCompleted());
    assertThat(stage.room().microphone("late").orElseThrow().info().getMuted()).isFalse();
  }

  private void read(String identity, long fromNanos) {
    standIn
        .room("r")
        .microphone(identity)
        .orElseThrow()
        .audio()
        .read(fromNanos, heard, heard.length / 2);
  }
}
