package io.roomscribe.audio;

import static io.roomscribe.audio.Rig.MS;
import static io.roomscribe.audio.Rig.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** Captures that come in bursts. */
class ArrivalTest {

  /**
   * As measured of egress's RTMP output: nothing for 280 ms of each 420, then all of it at once.
   */
  private static final LongUnaryOperator BURSTS =
      sentNs -> Math.max(0, 280 * MS - sentNs % (420 * MS));

  private static final MixerSettings SETTINGS = new MixerSettings(100, 100, 10_000, 60_000);

  @Test
  void inBursts_pausesAsOfRtmp_nothingInventedOrDropped() {
    TrackInput input = hear(Arrival.IN_BURSTS);

    assertThat(input.invented.value()).isZero();
    assertThat(input.droppedInSpeech.value() + input.droppedInSilence.value()).isZero();
  }

  @Test
  void even_pausesAsOfRtmpBesideAnEvenTrack_tornByThem() {
    Rig rig = new Rig(SETTINGS);
    rig.capture("even", 0, 0, Sound.voice(8_000, 2));

    assertThat(hear(rig, Arrival.EVEN).invented.value()).isPositive();
  }

  @Test
  void inBursts_smallRing_targetThatFits() {
    MixerSettings small = new MixerSettings(100, 100, 800, 60_000);

    assertThat(Arrival.IN_BURSTS.jitterTarget(small)).isEqualTo(Frame.wireSamples(300));
  }

  private static TrackInput hear(Arrival arrival) {
    return hear(new Rig(SETTINGS), arrival);
  }

  private static TrackInput hear(Rig rig, Arrival arrival) {
    TrackInput input = rig.capture(arrival, Sound.voice(8_000, 1)).delayedBy(BURSTS).input();
    rig.runUntil(20 * SECOND);
    return input;
  }
}
