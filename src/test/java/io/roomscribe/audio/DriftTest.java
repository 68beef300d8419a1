package io.roomscribe.audio;

import static io.roomscribe.audio.Rig.MS;
import static io.roomscribe.audio.Rig.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * Two egress hosts whose clocks run 400 ppm apart, for simulated hours.
 *
 * <p>Each marks every 20 s of true time, the one 10 s after the other. Uncorrected, they would be
 * 2.9 s apart after two hours.
 */
class DriftTest {
  private static final MixerSettings SETTINGS = new MixerSettings(100, 100, 8_000, 10_000);
  private static final double PPM = 200;
  private static final int MARK = 30_000;
  private static final double ALIGNED_SECONDS = 0.040;

  @Test
  void twoHoursOfTalkWithoutPause_tracksStayAligned() {
    Rig rig = new Rig(SETTINGS);
    Sound talk = Sound.noise(5_000, 1);
    Capture fast = rig.capture("fast", 0, PPM, talk.markedEvery(20, 5, MARK));
    Capture slow = rig.capture("slow", 370 * MS, -PPM, talk.markedEvery(20, 15, MARK));
    fast.delayedBy(jitter(1));
    slow.delayedBy(jitter(2));

    rig.runUntil(7_200 * SECOND);

    assertThat(spreadSeconds(rig)).isLessThan(ALIGNED_SECONDS);
    assertThat(rig.gaps).isEmpty();
    long drift = Math.round(7_200 * 48_000 * PPM * 1e-6);
    TrackCounters fastCounters = fast.input().counters();
    TrackCounters slowCounters = slow.input().counters();
    assertThat(fastCounters.droppedInSpeech()).isCloseTo(drift, Offset.offset(2_000L));
    assertThat(fastCounters.droppedInSilence()).isZero();
    assertThat(slowCounters.invented()).isCloseTo(drift, Offset.offset(2_000L));
    assertThat(slowCounters.droppedInSpeech()).isLessThan(2_000);
    assertThat(fastCounters.received() - slowCounters.received())
        .isCloseTo(2 * drift + 370 * 48, Offset.offset(2_000L));
  }

  @Test
  void halfAnHourOfConversation_stallsAndPauses_tracksAreAlignedWheneverTheyHaveCaughtUp() {
    Rig rig = new Rig(SETTINGS);
    Sound voice = Sound.noise(5_000, 1).when(s -> s % 20 < 2 || s % 20 >= 18);
    // Marked while they talk, at 0 and 10 s of each 20 s.
    Sound other = Sound.noise(5_000, 2).when(s -> s % 20 >= 8 && s % 20 < 12);
    Capture fast = rig.capture("fast", 0, PPM, voice.markedEvery(20, 0, MARK));
    Capture slow = rig.capture("slow", 370 * MS, -PPM, other.markedEvery(20, 10, MARK));
    // Both stall for up to 2 s once in a minute, 12 s before a mark of theirs.
    fast.delayedBy(stalls(jitter(1), 48));
    slow.delayedBy(stalls(jitter(2), 58));

    rig.runUntil(1_800 * SECOND);

    assertThat(rig.marks()).hasSize(180);
    assertThat(spreadSeconds(rig)).isLessThan(ALIGNED_SECONDS);
    assertThat(fast.input().counters().droppedInSpeech()).isLessThan(4_800);
    assertThat(slow.input().counters().droppedInSpeech()).isLessThan(4_800);
    assertThat(fast.input().counters().overflowed()).isZero();
    assertThat(rig.gaps).allMatch(gap -> gap.cause() == Gap.Cause.UNDERRUN);
    assertThat(rig.gaps).hasSizeBetween(45, 70);
  }

  /** Up to 25 ms, now and then 60. */
  private static LongUnaryOperator jitter(long seed) {
    Random random = new Random(seed);
    return sentNs -> random.nextInt(random.nextInt(50) == 0 ? 60_000 : 25_000) * 1_000L;
  }

  private static LongUnaryOperator stalls(LongUnaryOperator jitter, int atSecond) {
    return sentNs -> {
      long begin = sentNs - sentNs % (60 * SECOND) + atSecond * SECOND;
      long end = begin + 500 * MS + begin / SECOND % 4 * 500 * MS;
      return sentNs >= begin && sentNs < end ? end - sentNs : jitter.applyAsLong(sentNs);
    };
  }

  /** How far the marks are apart at most, those of both tracks together. */
  private static double spreadSeconds(Rig rig) {
    double least = Double.MAX_VALUE;
    double most = -Double.MAX_VALUE;
    List<Double> marks = rig.marks();
    for (double mark : marks) {
      double error = mark - SETTINGS.jitterTargetMs() / 1_000.0;
      double fromGrid = error - 5 * Math.round(error / 5);
      least = Math.min(least, fromGrid);
      most = Math.max(most, fromGrid);
    }
    return most - least;
  }
}
