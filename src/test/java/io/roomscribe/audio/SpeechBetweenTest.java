package io.roomscribe.audio;

import static io.roomscribe.audio.Rig.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SpeechBetweenTest {
  private static final MixerSettings SETTINGS = new MixerSettings(100, 100, 8_000, 20_000);
  private static final double TARGET = 0.1;

  private final Rig rig = new Rig(SETTINGS);

  @Test
  void speechBetween_turnsOfTwoVoices_namesTheOneWhoSpoke() {
    rig.capture("a", 0, 0, Sound.voice(8_000, 1).and(background()).when(s -> s % 4 < 2));
    rig.capture("b", 0, 0, Sound.voice(8_000, 2).and(background()).when(s -> s % 4 >= 2));

    rig.runUntil(13 * SECOND);

    assertThat(speakers(4.2, 4.6)).containsExactly("a");
    assertThat(speakers(5.4, 5.9)).containsExactly("a");
    assertThat(speakers(6.3, 6.6)).containsExactly("b");
    assertThat(between(8.1, 9.9).get(0).activeShare()).isGreaterThan(0.95);
    assertThat(between(4, 8)).hasSize(2);
  }

  @Test
  void speechBetween_bothTalk_isStrongestFirstWithTheirEnergies() {
    rig.capture("quiet", 0, 0, Sound.noise(3_000, 1));
    rig.capture("loud", 0, 0, Sound.noise(9_000, 2));

    rig.runUntil(5 * SECOND);

    List<TrackSpeech> speech = between(2, 3);
    assertThat(speech).extracting(TrackSpeech::trackId).containsExactly("loud", "quiet");
    double loud = 9_000.0 * 9_000 / 3 / (32_768.0 * 32_768);
    assertThat(speech.get(0).energy()).isCloseTo(loud, Offset.offset(loud * 0.06));
    assertThat(speech.get(1).energy()).isCloseTo(loud / 9, Offset.offset(loud / 9 * 0.06));
    assertThat(speech.get(0).activeShare()).isEqualTo(1);
  }

  @Test
  void speechBetween_quietVoiceAlone_counts() {
    rig.capture("quiet", 0, 0, Sound.voice(250, 1).and(background()).when(s -> s > 3));
    rig.capture("loud", 0, 0, Sound.voice(12_000, 2).when(s -> s < 3));

    rig.runUntil(8 * SECOND);

    assertThat(speakers(4, 4.5)).containsExactly("quiet");
    assertThat(speakers(2, 2.5)).containsExactly("loud");
  }

  @Test
  void speechBetween_crosstalk25DecibelsDown_doesNotCount() {
    Sound voice = Sound.voice(12_000, 2);
    rig.capture("speaker", 0, 0, voice);
    rig.capture("neighbour", 0, 0, Sound.voice(675, 2).and(background()));

    rig.runUntil(8 * SECOND);

    for (double at = 1; at < 7.5; at += 0.3) {
      assertThat(speakers(at, at + 0.3)).containsExactly("speaker");
    }
  }

  @Test
  void speechBetween_steadyNoise_isLearntWithinTenSecondsAndVoiceAboveItStillCounts() {
    rig.capture("fan", 0, 0, Sound.noise(400, 3).and(Sound.voice(6_000, 4).when(s -> s > 15)));

    rig.runUntil(18 * SECOND);

    assertThat(between(10, 15)).isEmpty();
    assertThat(speakers(15.5, 16)).containsExactly("fan");
  }

  @Test
  void speechBetween_clicks_areNoSpeech() {
    rig.capture("typist", 0, 0, background().markedEvery(0.5, 0.2, 20_000));

    rig.runUntil(8 * SECOND);

    assertThat(between(0, 7.9)).isEmpty();
  }

  @Test
  void speechBetween_talkWithoutPause_staysSpeech() {
    rig.capture("talker", 0, 0, Sound.voice(4_000, 5).and(background()));

    rig.runUntil(60 * SECOND);

    assertThat(between(45, 59).get(0).activeShare()).isGreaterThan(0.97);
  }

  @Test
  void speechBetween_trackClosedAndOpenedAgain_isOneHistory() {
    Capture first = rig.capture("a", 0, 0, Sound.voice(8_000, 1));
    rig.runUntil(2 * SECOND);
    rig.mixer.close(first.input());
    first.losing(sentNs -> true);
    rig.capture("a", 3 * SECOND, 0, Sound.voice(8_000, 1));

    rig.runUntil(6 * SECOND);

    assertThat(speakers(1, 1.5)).containsExactly("a");
    assertThat(between(2.6, 3)).isEmpty();
    assertThat(between(0, 6)).hasSize(1);
    assertThat(speakers(4, 4.5)).containsExactly("a");
  }

  @Test
  void speechBetween_olderThanTheHistory_isForgotten() {
    Capture capture = rig.capture("a", 0, 0, Sound.voice(8_000, 1));
    rig.runUntil(2 * SECOND);
    rig.mixer.close(capture.input());
    capture.losing(sentNs -> true);

    rig.runUntil(10 * SECOND);
    assertThat(speakers(1, 1.5)).containsExactly("a");

    rig.runUntil(25 * SECOND);
    assertThat(between(1, 1.5)).isEmpty();
  }

  @Test
  void speechBetween_emptyOrFutureInterval_isNobody() {
    rig.capture("a", 0, 0, Sound.voice(8_000, 1));

    rig.runUntil(SECOND);

    assertThat(between(0.7, 0.7)).isEmpty();
    assertThat(between(0.7, 0.6)).isEmpty();
    assertThat(between(2, 3)).isEmpty();
    assertThat(between(-2, -1)).isEmpty();
  }

  @Test
  void speechBetween_beginningAndEndOfSpeech_areFoundWithin30And250Ms() {
    rig.capture("a", 0, 0, Sound.noise(4_000, 1).and(background()).when(s -> s >= 2 && s < 3));

    rig.runUntil(5 * SECOND);

    assertThat(between(0, 1.98)).isEmpty();
    assertThat(between(2, 2.02)).hasSize(1);
    assertThat(between(2.98, 3)).hasSize(1);
    assertThat(between(3.25, 4)).isEmpty();
  }

  private static Sound background() {
    return Sound.noise(20, 9);
  }

  /** Who spoke at times as the source counts them. */
  private List<TrackSpeech> between(double from, double to) {
    return rig.mixer.speechBetween(
        Math.round((from + TARGET) * 16_000), Math.round((to + TARGET) * 16_000));
  }

  private List<String> speakers(double from, double to) {
    return between(from, to).stream().map(TrackSpeech::trackId).toList();
  }
}
