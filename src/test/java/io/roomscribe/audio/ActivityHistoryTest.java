package io.roomscribe.audio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ActivityHistoryTest {
  private static final int FRAMES = 1_000;
  private static final int PAGE = 256;
  private static final long FIRST = 77;

  private final ActivityHistory history = new ActivityHistory("a", FRAMES, FIRST);
  private long end = FIRST;

  @Test
  void level_framesOfSpeech_areRememberedForTheirTimeAndNoLonger() {
    speak(1);
    listen(FRAMES - 1);
    assertThat(history.level(FIRST)).isPositive();
    assertThat(history.level(FIRST + 1)).isZero();

    listen(1);
    assertThat(history.level(FIRST)).isZero();
  }

  @Test
  void level_severalTurnsOfTheMemory_areNotTakenForOneAnother() {
    for (int turn = 0; turn < 40; turn++) {
      speak(30);
      listen(171);
    }

    for (long frame = end - FRAMES; frame < end; frame++) {
      boolean spoken = (frame - FIRST) % 201 < 30;
      assertThat(history.level(frame) > 0).as("frame %d", frame).isEqualTo(spoken);
    }
  }

  @Test
  void level_aPageWrittenAgain_hasNothingOfBefore() {
    speak(3 * FRAMES);
    listen(FRAMES + PAGE);
    speak(1);

    for (long frame = end - FRAMES; frame < end - 1; frame++) {
      assertThat(history.level(frame)).as("frame %d", frame).isZero();
    }
    assertThat(history.level(end - 1)).isPositive();
  }

  @Test
  void mark_framesOutsideTheMemory_areIgnored() {
    listen(10);

    history.mark(FIRST - 1, 1);
    history.mark(end, 1);

    assertThat(history.level(FIRST - 1)).isZero();
    assertThat(history.level(end)).isZero();
    assertThat(history.heldFrames()).isZero();
  }

  @Test
  void mark_severalCapturesOfOneFrame_theLouderCounts() {
    speak(1);
    int loud = history.level(FIRST);

    history.mark(FIRST, 1e-4);
    assertThat(history.level(FIRST)).isEqualTo(loud);

    history.mark(FIRST, 1);
    assertThat(history.level(FIRST)).isEqualTo(255);
  }

  @Test
  void heldFrames_whoListens_areNone() {
    listen(5 * FRAMES);

    assertThat(history.heldFrames()).isZero();
  }

  @Test
  void heldFrames_whoSpeaksOnce_areOnePageUntilItIsForgotten() {
    speak(20);
    assertThat(history.heldFrames()).isEqualTo(PAGE);

    listen(3 * FRAMES);
    assertThat(history.heldFrames()).isEqualTo(PAGE);
    speak(1);
    assertThat(history.heldFrames()).isEqualTo(PAGE);
  }

  @Test
  void heldFrames_whoNeverStops_areBounded() {
    speak(5 * FRAMES);

    assertThat(history.heldFrames()).isBetween(FRAMES, FRAMES + 2 * PAGE);
  }

  private void speak(int frames) {
    for (int i = 0; i < frames; i++) {
      listen(1);
      history.mark(end - 1, 0.01);
    }
  }

  private void listen(int frames) {
    for (int i = 0; i < frames; i++) {
      history.advance();
      end++;
    }
  }
}
