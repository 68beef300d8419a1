package io.roomscribe.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomscribe.audio.Gap;
import io.roomscribe.lanes.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Which time of a session is missing after another process goes on with it. */
class DowntimeTest {

  private static final long SECOND = 16_000;

  private final ManualClock clock = new ManualClock();
  private final Instant startedAt = clock.now().minus(Duration.ofSeconds(60));

  @Test
  void until_journalIsHere_nobodyRanTheSessionAfterWhatItHolds() {
    Downtime downtime = Downtime.until(clock, startedAt, 40 * SECOND, 30 * SECOND);

    assertThat(downtime.missing())
        .containsExactly(new Gap(Gap.WHOLE_ROOM, 40 * SECOND, 60 * SECOND, Gap.Cause.NODE_DOWN));
  }

  @Test
  void until_journalIsOutOfReach_allAfterTheLastStoredWordIsMissingForThatCause() {
    Downtime downtime = Downtime.until(clock, startedAt, 0, 30 * SECOND);

    assertThat(downtime.missing())
        .containsExactly(
            new Gap(Gap.WHOLE_ROOM, 30 * SECOND, 60 * SECOND, Gap.Cause.JOURNAL_UNREACHABLE));
  }

  @Test
  void missingUntil_journalIsOutOfReach_theTimeAfterTheResumptionIsTheDeadNodes() {
    Downtime downtime = Downtime.until(clock, startedAt, 0, 30 * SECOND);

    assertThat(downtime.missingUntil(63 * SECOND))
        .containsExactly(new Gap(Gap.WHOLE_ROOM, 60 * SECOND, 63 * SECOND, Gap.Cause.NODE_DOWN));
  }

  @Test
  void missingUntil_firstSoundComesMuchLater_nobodyWasThereToMiss() {
    Downtime downtime = Downtime.until(clock, startedAt, 40 * SECOND, 30 * SECOND);

    assertThat(downtime.missingUntil((60 + 61) * SECOND)).isEmpty();
  }
}
