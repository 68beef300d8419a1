package io.roomscribe.transcription.gladia;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SendingPaceTest {

  private static final long SECOND = 1_000_000_000L;

  private final SendingPace pace = new SendingPace(1_000, 4, 0);

  @Test
  void take_muchAtOnce_isLimitedToASecondAtTheRate() {
    assertThat(pace.take(4_000, 0)).isTrue();
    assertThat(pace.take(1, 0)).isFalse();
  }

  @Test
  void take_overTime_isTheRateTimesRealTime() {
    int taken = 0;
    for (long ns = 0; ns <= 10 * SECOND; ns += SECOND / 10) {
      while (pace.take(100, ns)) {
        taken += 100;
      }
    }

    assertThat(taken).isEqualTo(4_000 + 10 * 4_000);
  }

  @Test
  void take_inRealTime_isNeverHeldBack() {
    for (long ns = 0; ns <= 100 * SECOND; ns += SECOND / 10) {
      assertThat(pace.take(100, ns)).isTrue();
    }
  }

  @Test
  void take_afterALongPause_isNoMoreThanASecondAtTheRate() {
    assertThat(pace.take(4_000, 0)).isTrue();

    assertThat(pace.take(4_001, 1_000 * SECOND)).isFalse();
    assertThat(pace.take(4_000, 1_000 * SECOND)).isTrue();
  }
}
