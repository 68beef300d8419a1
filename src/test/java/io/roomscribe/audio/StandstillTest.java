package io.roomscribe.audio;

import static io.roomscribe.audio.Rig.MS;
import static io.roomscribe.audio.Rig.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** A network that stands still for a whole room. */
class StandstillTest {

  private static final double TARGET = 0.1;
  private static final int MARK = 30_000;

  private final Rig rig = new Rig(new MixerSettings(100, 100, 10_000, 60_000));

  @Test
  void stallWithBurst_ofAllTracks_leavesEverythingAtItsPlace() {
    Capture ann = talker("a", 0.0);
    Capture bob = talker("b", 0.5);
    ann.delayedBy(sentNs -> stall(sentNs, 5 * SECOND, 10 * SECOND));
    // Its burst takes a little longer.
    bob.delayedBy(sentNs -> stall(sentNs, 5_050 * MS, 10_200 * MS));

    rig.runUntil(20 * SECOND);

    assertMarks(39);
    assertThat(rig.gaps).isEmpty();
    assertThat(ann.input().counters().invented()).isZero();
    assertThat(bob.input().counters().invented()).isZero();
    assertThat(bob.input().counters().droppedInSilence()).isZero();
  }

  @Test
  void stallWithBurst_thatTakesAsLongAsTheStall_leavesEverythingAtItsPlace() {
    talker("a", 0.0).delayedBy(StandstillTest::slowBurst);
    talker("b", 0.5).delayedBy(StandstillTest::slowBurst);

    rig.runUntil(20 * SECOND);

    assertMarks(39);
    assertThat(rig.gaps).isEmpty();
  }

  @Test
  void stall_whoseSoundIsLost_isAGapAndWhatFollowsIsAtItsPlace() {
    Capture ann = talker("a", 0.0).losing(sentNs -> isLost(sentNs));
    talker("b", 0.5).losing(sentNs -> isLost(sentNs));

    rig.runUntil(20 * SECOND);

    assertThat(rig.marks()).hasSize(30);
    for (int i = 0; i < 30; i++) {
      double saidAt = i < 10 ? i * 0.5 : 10.0 + (i - 10) * 0.5;
      assertThat(rig.marks().get(i)).isCloseTo(saidAt + TARGET, within(0.011));
    }
    assertThat(rig.gaps).hasSize(2).allSatisfy(gap -> assertGap(gap, 5.1, 10.0));
    assertThat(ann.input().counters().invented()).isEqualTo(4_900 * 48);
  }

  @Test
  void stall_longerThanWaitedFor_isAGapWhileItLasts() {
    talker("a", 0.0).losing(sentNs -> sentNs >= 5 * SECOND);
    talker("b", 0.5).losing(sentNs -> sentNs >= 5 * SECOND);

    rig.runUntil(12 * SECOND);
    assertThat(rig.mixer.positionSamples()).as("waits").isLessThan(6 * 16_000);

    rig.runUntil(20 * SECOND);
    assertThat(rig.mixer.positionSamples()).isEqualTo(20 * 16_000);
    assertThat(rig.gaps).hasSize(2).allSatisfy(gap -> assertGap(gap, 5.1, 15.1));
  }

  @Test
  void hasPassed_duringAStall_goesByTheClockAlone() {
    talker("a", 0.0).losing(sentNs -> sentNs >= 5 * SECOND);

    rig.runUntil(8 * SECOND);

    assertThat(rig.mixer.isDue(8 * SECOND)).isFalse();
    assertThat(rig.mixer.hasPassed(8 * SECOND)).isTrue();
  }

  private Capture talker(String trackId, double offset) {
    return rig.capture(trackId, 0, 0, Sound.noise(30, 1).markedEvery(1, offset, MARK));
  }

  private static boolean isLost(long sentNs) {
    return sentNs >= 5 * SECOND && sentNs < 9_900 * MS;
  }

  private static long stall(long sentNs, long fromNs, long toNs) {
    return sentNs >= fromNs && sentNs < toNs ? toNs - sentNs : 0;
  }

  /** Nothing for 3 s, and from then on twice as fast as it was sent. */
  private static long slowBurst(long sentNs) {
    boolean isHeld = sentNs >= 5 * SECOND && sentNs < 11 * SECOND;
    return isHeld ? 3 * SECOND - (sentNs - 5 * SECOND) / 2 : 0;
  }

  private void assertMarks(int count) {
    assertThat(rig.marks()).hasSizeBetween(count, count + 1);
    for (int i = 0; i < count; i++) {
      assertThat(rig.marks().get(i)).isCloseTo(i * 0.5 + TARGET, within(0.011));
    }
  }

  private static void assertGap(Gap gap, double fromS, double toS) {
    assertThat(gap.cause()).isEqualTo(Gap.Cause.UNDERRUN);
    assertThat(gap.fromSamples() / 16_000.0).isCloseTo(fromS, within(0.06));
    assertThat(gap.toSamples() / 16_000.0).isCloseTo(toS, within(0.06));
  }
}
