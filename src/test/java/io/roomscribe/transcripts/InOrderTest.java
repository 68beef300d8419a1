package io.roomscribe.transcripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomscribe.rooms.AudioGap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InOrderTest {
  @Test
  void next_linesAndGaps_comeByTimeAndGapsFirst() {
    InOrder both =
        new InOrder(
            List.of(line(100), line(200), line(500)).iterator(),
            List.of(gap(0), gap(200), gap(300), gap(900)).iterator());

    List<String> order = new ArrayList<>();
    both.forEachRemaining(
        part -> order.add((part instanceof StoredGap ? "gap " : "line ") + part.startMs()));

    assertThat(order)
        .containsExactly(
            "gap 0", "line 100", "gap 200", "line 200", "gap 300", "line 500", "gap 900");
  }

  private static StoredLine line(long startMs) {
    return new StoredLine(
        1, "s", "r", "u", 0, startMs, startMs, Instant.EPOCH, "en", 1, "t", List.of(), List.of());
  }

  private static StoredGap gap(long fromMs) {
    return new StoredGap(1, new AudioGap("s", null, null, fromMs, fromMs + 1, "DOWN", ""));
  }
}
