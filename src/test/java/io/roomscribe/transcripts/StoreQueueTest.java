package io.roomscribe.transcripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomscribe.lanes.ManualClock;
import io.roomscribe.lanes.ManualLanes;
import io.roomscribe.rooms.SpokenLine;
import io.roomscribe.rooms.SpokenUtterance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class StoreQueueTest {

  private final ManualLanes lanes = new ManualLanes(new ManualClock());
  private final List<String> written = new ArrayList<>();
  private boolean databaseAway;

  private final StoreQueue queue = new StoreQueue(lanes, this::write, new Deaf(), 4);

  @Test
  void offer_databaseAwayForAWhile_writesEachOnceAndInOrderAfterwards() {
    databaseAway = true;
    queue.offer(utterance("1"));
    queue.offer(utterance("2"));
    lanes.advance(Duration.ofSeconds(3));
    queue.offer(utterance("3"));
    assertThat(written).isEmpty();
    assertThat(queue.pending()).isEqualTo(3);

    databaseAway = false;
    lanes.advance(Duration.ofMinutes(1));

    assertThat(written).containsExactly("1", "2", "3");
    assertThat(queue.pending()).isZero();
  }

  @Test
  void offer_whenFull_refusesTheNewOneAndCountsIt() {
    for (int i = 0; i < 4; i++) {
      assertThat(queue.offer(utterance("u" + i))).isTrue();
    }

    assertThat(queue.offer(utterance("late"))).isFalse();
    lanes.run();

    assertThat(queue.refused()).isEqualTo(1);
    assertThat(written).containsExactly("u0", "u1", "u2", "u3");
  }

  @Test
  void caughtUp_completesOnlyAfterTheFinalsBeforeItAreCommitted() {
    databaseAway = true;
    queue.offer(utterance("1"));
    CompletionStage<Void> caughtUp = queue.caughtUp();
    lanes.advance(Duration.ofSeconds(3));
    assertThat(caughtUp.toCompletableFuture()).isNotDone();

    databaseAway = false;
    lanes.advance(Duration.ofMinutes(1));

    assertThat(caughtUp.toCompletableFuture()).isCompleted();
    assertThat(written).containsExactly("1");
  }

  private List<StoredUtterance> write(List<SpokenUtterance> batch) {
    if (databaseAway) {
      throw new IllegalStateException("connection refused");
    }
    batch.forEach(utterance -> written.add(utterance.utteranceId()));
    return List.of();
  }

  private static SpokenUtterance utterance(String id) {
    SpokenLine line = new SpokenLine(List.of(), "text", 0, 100, 1, List.of());
    return new SpokenUtterance("s", "room", id, true, "en", Instant.EPOCH, List.of(line));
  }

  /** Hears nothing. */
  private static final class Deaf implements StoreQueue.Announcer {

    @Override
    public void stored(StoredUtterance utterance) {}

    @Override
    public void closed(TranscriptClosed end) {}
  }
}
