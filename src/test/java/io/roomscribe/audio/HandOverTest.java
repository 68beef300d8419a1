package io.roomscribe.audio;

import static io.roomscribe.audio.Rig.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real speech, captured twice with different delays, cut from one capture to the other. What comes
 * out is compared with what comes out when nothing is handed over.
 */
class HandOverTest {
  private static final MixerSettings SETTINGS = new MixerSettings(100, 100, 10_000, 60_000);
  private static final long BEGIN_NS = 8 * SECOND;
  private static final double OLD_DELAY = 4.5;

  private final Rig rig = new Rig(SETTINGS);
  private final List<Capture> old = new ArrayList<>();
  private final List<Capture> recent = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {-2_700, -300, -20, 0, 3, 20, 500, 3_000})
  void handOver_sameWaveforms_isExactToTheSample(int lagMs) {
    short[] sound = Meeting.sum(Meeting.threeTracks());
    old.add(rig.capture("room", 0, 0, Sound.recorded(sound, OLD_DELAY)));
    rig.runUntil(BEGIN_NS);
    recent.add(held("later", sound, lagMs, 0));

    HandOver handOver = run(0);

    HandOver.Report report = handOver.report();
    assertThat(report.how()).isEqualTo(HandOver.How.CORRELATED);
    assertThat(report.lagMs()).isEqualTo(lagMs);
    assertThat(rig.gaps).isEmpty();
    short[] joined = joined(report.cutAtSamples(), lagMs > 5 ? lagMs * 16 : 0);
    short[] reference = reference(List.of(sound));
    int worst = 0;
    for (int i = 0; i < joined.length; i++) {
      worst = Math.max(worst, Math.abs(joined[i] - reference[i]));
    }
    assertThat(worst).isLessThanOrEqualTo(2);
    assertAccounts();
  }

  private Capture held(String trackId, short[] sound, int lagMs, double ppm) {
    double begin = OLD_DELAY + lagMs / 1_000.0;
    return rig.held(trackId, BEGIN_NS, ppm, Sound.recorded(sound, begin));
  }

  private HandOver run(int expectedLagMs) {
    HandOver handOver = rig.mixer.handOver(inputs(old), inputs(recent), expectedLagMs);
    rig.runUntil(50 * SECOND);
    return handOver;
  }

  private static List<TrackInput> inputs(List<Capture> captures) {
    return captures.stream().map(Capture::input).toList();
  }

  /** The mix with the silence at the cut taken out, the fading ends laid over each other. */
  private short[] joined(long cutAt, int silence) {
    short[] mix = rig.mix();
    short[] joined = new short[45 * 16_000];
    for (int i = 0; i < joined.length; i++) {
      boolean isBefore = i < cutAt + 200;
      boolean isAfter = i >= cutAt - 280;
      int sample = isBefore ? mix[i] : 0;
      if (isAfter && (silence > 0 || !isBefore)) {
        sample += mix[i + silence];
      }
      joined[i] = (short) sample;
    }
    return joined;
  }

  private static short[] reference(List<short[]> tracks) {
    Rig alone = new Rig(SETTINGS);
    tracks.forEach(track -> alone.capture("t", 0, 0, Sound.recorded(track, OLD_DELAY)));
    alone.runUntil(50 * SECOND);
    return alone.mix();
  }

  private void assertAccounts() {
    List<Capture> all = new ArrayList<>(old);
    all.addAll(recent);
    for (Capture capture : all) {
      TrackCounters counters = capture.input().counters();
      long dropped = counters.droppedInSilence() + counters.droppedInSpeech();
      long held = old.contains(capture) ? 0 : capture.input().ring().available();
      assertThat(counters.mixed() + dropped + counters.overflowed() + counters.handedOver() + held)
          .isEqualTo(counters.received());
      assertThat(counters.handedOver()).isPositive();
    }
  }
}
