package io.roomscribe.audio;

import static io.roomscribe.audio.Rig.MS;
import static io.roomscribe.audio.Rig.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Marks sent at known times are sought in the mix. */
class TrackPlacementTest {
  private static final MixerSettings SETTINGS = new MixerSettings(100, 100, 8_000, 10_000);
  private static final double TARGET = 0.100;
  private static final int MARK = 30_000;

  private final Rig rig = new Rig(SETTINGS);
  private Capture capture;

  /** Whatever happened to it, no sample is unaccounted for. */
  @AfterEach
  void samplesReceived_areAllAccountedFor() {
    TrackCounters counters = capture.input().counters();
    long held = capture.input().ring().available();
    assertThat(
            counters.mixed()
                + counters.droppedInSilence()
                + counters.droppedInSpeech()
                + counters.overflowed()
                + held)
        .isEqualTo(counters.received());
  }

  @Test
  void twoTracks_differentStarts_areBothAtTheirPlaces() {
    capture = rig.capture("a", 123 * MS, 0, speech().markedEvery(2, 0.5, MARK));
    rig.capture("b", 3_217 * MS, 0, speech().markedEvery(2, 1.5, MARK));

    rig.runUntil(10 * SECOND);

    assertMarks(rig.marks(), 0.001, 0.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5);
    assertThat(rig.gaps).isEmpty();
    assertThat(capture.input().counters().invented()).isZero();
  }

  @Test
  void jitter_withinTheTarget_movesNothing() {
    Random random = new Random(5);
    capture =
        rig.capture("a", 0, 0, speech().markedEvery(1, 0.5, MARK))
            .delayedBy(sentNs -> random.nextInt(random.nextInt(20) == 0 ? 80 : 10) * MS);

    rig.runUntil(20 * SECOND);

    for (int i = 5; i < 19; i++) {
      assertThat(rig.marks().get(i)).isCloseTo(i + 0.5 + TARGET, within(0.020));
    }
    assertThat(rig.gaps).isEmpty();
  }

  @Test
  void stallWithBurst_ofOneTrackDuringSpeech_isMixedLateAndTakenBackInThePause() {
    Sound talk = speech().markedEvery(1, 0.5, MARK);
    rig.capture("b", 0, 0, Sound.noise(30, 2));
    capture =
        rig.capture("a", 0, 0, talk.when(s -> s < 12 || s > 20))
            .delayedBy(sentNs -> stall(sentNs, 5 * SECOND, 8 * SECOND));

    rig.runUntil(30 * SECOND);

    assertThat(rig.marks()).as("none is lost").hasSize(22);
    assertThat(rig.marks().get(5)).as("late").isCloseTo(5.5 + TARGET + 2.9, within(0.2));
    for (int i = 12; i < 22; i++) {
      assertThat(rig.marks().get(i)).isCloseTo(i + 8.5 + TARGET, within(0.011));
    }
    TrackCounters counters = capture.input().counters();
    assertThat(counters.invented()).isCloseTo(3 * 48_000 - 4_800, withinSamples(9_600));
    assertThat(counters.droppedInSilence() + counters.droppedInSpeech())
        .isCloseTo(counters.invented(), withinSamples(600));
    assertThat(counters.droppedInSilence()).isGreaterThan(80_000);
    assertThat(rig.gaps).hasSize(1);
    assertGap(rig.gaps.get(0), Gap.Cause.UNDERRUN, 5.1, 8.05);
  }

  @Test
  void sourceLosesAudio_laterSpeechIsAtItsPlaceAtOnce() {
    capture =
        rig.capture("a", 0, 0, speech().markedEvery(1, 0.5, MARK))
            .losing(sentNs -> sentNs >= 5_200 * MS && sentNs < 9_000 * MS);

    rig.runUntil(20 * SECOND);

    assertMarks(
        rig.marks(),
        0.011,
        new double[] {
          0.5, 1.5, 2.5, 3.5, 4.5, 9.5, 10.5, 11.5, 12.5, 13.5, 14.5, 15.5, 16.5, 17.5, 18.5, 19.5
        });
    assertThat(rig.gaps).hasSize(1);
    assertGap(rig.gaps.get(0), Gap.Cause.UNDERRUN, 5.3, 9.1);
    assertThat(capture.input().counters().invented()).isEqualTo(3_800 * 48);
  }

  @Test
  void sourceLosesAFewHundredMs_inPauses_laterSpeechIsAtItsPlace() {
    capture =
        rig.capture("a", 0, 0, Sound.noise(30, 4).markedEvery(1, 0.5, MARK))
            .losing(sentNs -> sentNs % (4 * SECOND) >= 3_600 * MS);

    rig.runUntil(30 * SECOND);

    for (double mark : rig.marks()) {
      assertThat(mark - TARGET - Math.floor(mark - TARGET)).isCloseTo(0.5, within(0.011));
    }
    assertThat(rig.marks()).hasSize(30);
    assertThat(rig.gaps).hasSize(7);
  }

  @Test
  void firstMessagesAreABurst_trackIsBroughtToItsPlace() {
    capture =
        rig.capture("a", 0, 0, speech().when(s -> s > 3).markedEvery(1, 0.5, MARK))
            .delayedBy(sentNs -> stall(sentNs, 0, SECOND));

    rig.runUntil(10 * SECOND);

    for (int i = 5; i < 10; i++) {
      assertThat(rig.marks().get(i)).isCloseTo(i + 0.5 + TARGET, within(0.006));
    }
  }

  @Test
  void callerPauses_withinTheRing_losesNothing() {
    capture = rig.capture("a", 0, 0, speech().markedEvery(1, 0.5, MARK));
    rig.pauseUntil(7 * SECOND);

    rig.runUntil(10 * SECOND);

    assertMarks(rig.marks(), 0.001, 0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5);
    assertThat(rig.gaps).isEmpty();
  }

  @Test
  void callerPauses_longerThanTheRing_dropsTheOldestAndKeepsTheRestAtItsPlace() {
    capture = rig.capture("a", 0, 0, speech().markedEvery(1, 0.5, MARK));
    rig.pauseUntil(12 * SECOND);

    rig.runUntil(15 * SECOND);

    assertMarks(rig.marks(), 0.001, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5, 11.5, 12.5, 13.5, 14.5);
    assertThat(capture.input().counters().overflowed()).isEqualTo(4 * 48_000);
    assertThat(rig.gaps).hasSize(1);
    assertThat(rig.gaps.get(0).cause()).isEqualTo(Gap.Cause.OVERFLOW);
    assertThat(rig.gaps.get(0).toSamples()).isCloseTo(4 * 16_000 + 1_600, withinSamples(16));
  }

  @Test
  void speechWithoutPause_laterThanThreeQuartersOfTheRing_isCut() {
    capture =
        rig.capture("a", 0, 0, speech().markedEvery(1, 0.5, MARK))
            .delayedBy(sentNs -> stall(sentNs, 2 * SECOND, 9 * SECOND));

    rig.runUntil(20 * SECOND);

    List<Gap> cuts = rig.gaps.stream().filter(g -> g.cause() == Gap.Cause.CATCH_UP).toList();
    assertThat(cuts).hasSize(1);
    long cut = cuts.get(0).toSamples() - cuts.get(0).fromSamples();
    assertThat(cut).isCloseTo(3 * 16_000, withinSamples(4_000));
    assertThat(capture.input().counters().droppedInSpeech()).isGreaterThanOrEqualTo(3 * cut);
  }

  @Test
  void captureThatDies_isReportedWhileItIsDead() {
    capture = rig.capture("a", 0, 0, speech()).losing(sentNs -> sentNs >= SECOND);

    rig.runUntil(15 * SECOND);

    assertThat(rig.gaps).hasSize(1);
    assertGap(rig.gaps.get(0), Gap.Cause.UNDERRUN, 1.1, 11.1);

    rig.mixer.close(capture.input());
    rig.runUntil(16 * SECOND);

    assertThat(rig.gaps).hasSize(2);
    assertGap(rig.gaps.get(1), Gap.Cause.UNDERRUN, 11.1, 15.0);
  }

  @Test
  void gapsCloseTogether_areOne() {
    capture =
        rig.capture("a", 0, 0, speech())
            .losing(sentNs -> sentNs > SECOND && sentNs < 2 * SECOND && sentNs / MS % 20 < 10);

    rig.runUntil(5 * SECOND);

    assertThat(rig.gaps).hasSize(1);
    assertThat(rig.gaps.get(0).trackId()).isEqualTo("a");
  }

  private static Sound speech() {
    return Sound.noise(6_000, 1);
  }

  private static long stall(long sentNs, long fromNs, long toNs) {
    return sentNs >= fromNs && sentNs < toNs ? toNs - sentNs : 0;
  }

  private static void assertMarks(List<Double> marks, double tolerance, double... sent) {
    assertThat(marks).hasSize(sent.length);
    for (int i = 0; i < sent.length; i++) {
      assertThat(marks.get(i)).isCloseTo(sent[i] + TARGET, within(tolerance));
    }
  }

  private static void assertGap(Gap gap, Gap.Cause cause, double from, double to) {
    assertThat(gap.cause()).isEqualTo(cause);
    assertThat(gap.fromSamples() / 16_000.0).isCloseTo(from, within(0.06));
    assertThat(gap.toSamples() / 16_000.0).isCloseTo(to, within(0.06));
  }

  private static Offset<Double> within(double seconds) {
    return Offset.offset(seconds);
  }

  private static Offset<Long> withinSamples(long samples) {
    return Offset.offset(samples);
  }
}
