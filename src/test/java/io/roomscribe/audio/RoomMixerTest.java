package io.roomscribe.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RoomMixerTest {
  private static final MixerSettings SETTINGS = new MixerSettings(100, 60, 2_000, 10_000);
  private static final long MS = 1_000_000;

  private final RoomMixer mixer = new RoomMixer(SETTINGS, 0);

  @Test
  void isDue_beforeAndAfterABlockElapsed_countsBlocksFromTheStart() {
    assertThat(mixer.isDue(100 * MS - 1)).isFalse();
    assertThat(mixer.isDue(100 * MS)).isTrue();

    mixer.mix(new short[1_600]);

    assertThat(mixer.positionSamples()).isEqualTo(1_600);
    assertThat(mixer.isDue(200 * MS - 1)).isFalse();
    assertThat(mixer.isDue(1_000 * MS)).isTrue();
  }

  @Test
  void mix_noTracks_isSilence() {
    short[] out = new short[1_600];
    out[5] = 7;

    mixer.mix(out);

    assertThat(out).containsOnly((short) 0);
  }

  @Test
  void mix_outTooShort_isRefused() {
    assertThatThrownBy(() -> mixer.mix(new short[1_599]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1599");
  }

  @Test
  void mix_oneVoice_passesAtUnityGainAtItsPosition() {
    Capture voice = new Capture(mixer.open("a", 0), 30 * MS, 0, s -> tone(500, 9_000, s));

    short[] mix = run(1_000, voice);

    int start = 16 * (30 + SETTINGS.jitterTargetMs());
    for (int i = start + 200; i < mix.length; i++) {
      double heardAt = (double) i / 16_000 - 0.060;
      assertThat((int) mix[i]).isCloseTo(tone(500, 9_000, heardAt), within(3));
    }
    for (int i = 0; i < start - 60; i++) {
      assertThat(mix[i]).isZero();
    }
  }

  @Test
  void mix_twoFullScaleTracks_neitherWrapsNorClips() {
    Capture a = new Capture(mixer.open("a", 0), 0, 0, s -> tone(500, 32_767, s));
    Capture b = new Capture(mixer.open("b", 0), 0, 0, s -> tone(500, 32_767, s));

    short[] mix = run(2_000, a, b);

    int same = 0;
    for (int i = 1_600; i < mix.length; i++) {
      assertThat(Math.abs(mix[i])).isLessThanOrEqualTo((short) Limiter.CEILING);
      assertThat((int) mix[i])
          .isCloseTo(tone(500, Limiter.CEILING, (double) i / 16_000 - 0.060), within(700));
      same = mix[i] == mix[i - 1] ? same + 1 : 0;
      assertThat(same).as("flat top").isLessThan(3);
    }
  }

  private static org.assertj.core.data.Offset<Integer> within(int value) {
    return org.assertj.core.data.Offset.offset(value);
  }

  private static short tone(double hz, int amplitude, double seconds) {
    return (short) Math.round(amplitude * Math.sin(2 * Math.PI * hz * seconds));
  }

  private short[] run(int ms, Capture... captures) {
    short[] mix = new short[16 * ms];
    short[] block = new short[mixer.blockSamples()];
    for (int at = 0; at < ms; at += SETTINGS.blockMs()) {
      for (Capture capture : captures) {
        capture.sendUntil((at + SETTINGS.blockMs()) * MS);
      }
      mixer.mix(block);
      System.arraycopy(block, 0, mix, 16 * at, block.length);
    }
    return mix;
  }
}
