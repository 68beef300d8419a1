package io.roomscribe.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.assertj.core.data.Offset;
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
    Rig rig = new Rig(SETTINGS);
    rig.capture("a", 30 * Rig.MS, 0, Sound.tone(500, 9_000));

    rig.runUntil(Rig.SECOND);

    int start = 16 * (30 + SETTINGS.jitterTargetMs());
    for (int i = start + 200; i < 16_000; i++) {
      assertThat(rig.at(i)).isCloseTo(tone(500, 9_000, (double) i / 16_000 - 0.060), within(3));
    }
    for (int i = 0; i < start - 60; i++) {
      assertThat(rig.at(i)).isZero();
    }
  }

  @Test
  void mixer_goingOn_mixesAtThePositionsOfTheEarlierOne() {
    long hours = 3_600L * 5;
    RoomMixer later = new RoomMixer(SETTINGS, -hours * 1_000 * MS, hours * 10);
    assertThat(later.positionSamples()).isEqualTo(hours * 16_000);
    assertThat(later.isDue(100 * MS - 1)).isFalse();
    assertThat(later.isDue(100 * MS)).isTrue();

    Capture capture = new Capture(later.open("a", Arrival.EVEN, 0), 0, 0, Sound.voice(9_000, 1));
    int loudest = 0;
    short[] out = new short[1_600];
    for (int block = 1; block <= 20; block++) {
      capture.deliverUntil(block * 100 * MS);
      later.mix(out);
      loudest = Math.max(loudest, out[1_000]);
    }

    assertThat(loudest).isGreaterThan(1_000);
    long now = later.positionSamples();
    assertThat(capture.input().counters().mixed()).isGreaterThan(85_000);
    assertThat(later.speechBetween(now - 9_600, now))
        .extracting(TrackSpeech::trackId)
        .containsExactly("a");
    assertThat(later.speechBetween(0, hours * 16_000)).isEmpty();
  }

  @Test
  void mix_twoFullScaleTracks_neitherWrapsNorClips() {
    Rig rig = new Rig(SETTINGS);
    rig.capture("a", 0, 0, Sound.tone(500, 32_767));
    rig.capture("b", 0, 0, Sound.tone(500, 32_767));

    rig.runUntil(2 * Rig.SECOND);

    int flat = 0;
    for (int i = 1_600; i < 32_000; i++) {
      int expected = tone(500, Limiter.CEILING, (double) i / 16_000 - 0.060);
      assertThat(Math.abs(rig.at(i))).isLessThanOrEqualTo(Limiter.CEILING);
      assertThat(rig.at(i)).isCloseTo(expected, within(700));
      flat = rig.at(i) == rig.at(i - 1) ? flat + 1 : 0;
      assertThat(flat).as("samples of a flat top at %d", i).isLessThan(3);
    }
  }

  @Test
  void close_ringStillHoldsAudio_mixesItAndThenForgetsTheTrack() {
    Rig rig = new Rig(new MixerSettings(100, 1_000, 2_000, 10_000));
    Capture capture = rig.capture("a", 0, 0, Sound.tone(500, 9_000));
    rig.runUntil(500 * Rig.MS);

    rig.mixer.close(capture.input());
    capture.losing(sentNs -> true);
    rig.runUntil(3 * Rig.SECOND);

    TrackCounters counters = capture.input().counters();
    assertThat(counters.received()).isEqualTo(24_000);
    assertThat(counters.mixed()).isEqualTo(24_000);
    assertThat(counters.invented()).isZero();
    assertThat(rig.gaps).isEmpty();
    assertThat(rig.at(16_000 + 7_000)).isNotZero();
    assertThat(rig.at(16_000 + 8_200)).isZero();
  }

  @Test
  void close_beforeAnythingArrived_leavesNothing() {
    TrackInput input = mixer.open("a", Arrival.EVEN, 0);

    mixer.close(input);
    mixer.mix(new short[1_600]);
    input.receive(ByteBuffer.allocate(1_920), 1);
    mixer.mix(new short[1_600]);

    assertThat(input.counters()).isEqualTo(new TrackCounters(480, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void mix_aRoomThatWasEmptyForLong_isAsIfSilenceHadBeenMixed() {
    Rig empty = new Rig(SETTINGS);
    Rig silent = new Rig(SETTINGS);
    silent.capture("listener", 0, 0, Sound.noise(0, 1));

    talkAgainAfterAPause(empty);
    talkAgainAfterAPause(silent);

    boolean isHeardAgain = false;
    for (int i = 0; i < 11 * 16_000; i++) {
      assertThat(empty.at(i)).as("sample %d", i).isEqualTo(silent.at(i));
      isHeardAgain |= i > 9 * 16_000 && empty.at(i) != 0;
    }
    assertThat(isHeardAgain).isTrue();
  }

  private static void talkAgainAfterAPause(Rig rig) {
    Capture first = rig.capture("a", 0, 0, Sound.noise(30_000, 1));
    Capture second = rig.capture("b", 0, 0, Sound.noise(30_000, 2));
    rig.runUntil(2 * Rig.SECOND);
    for (Capture each : List.of(first, second)) {
      rig.mixer.close(each.input());
      each.losing(sentNs -> true);
    }
    rig.runUntil(9 * Rig.SECOND);
    rig.capture("c", 9 * Rig.SECOND, 0, Sound.noise(9_000, 3));
    rig.runUntil(12 * Rig.SECOND);
  }

  private static Offset<Integer> within(int value) {
    return Offset.offset(value);
  }

  private static int tone(double hz, int amplitude, double seconds) {
    return (int) Math.round(amplitude * Math.sin(2 * Math.PI * hz * seconds));
  }
}
