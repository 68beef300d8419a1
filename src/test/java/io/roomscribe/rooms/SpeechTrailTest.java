package io.roomscribe.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.roomscribe.audio.TrackSpeech;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpeechTrailTest {

  private static final int BLOCK = 100;

  private final SpeechTrail trail = new SpeechTrail(BLOCK);

  @Test
  void nextSpeech_withinOrAfterThePosition_isFoundToABlock() {
    speaks(300, "a");

    assertThat(trail.nextSpeech(0, 1_000)).isEqualTo(300);
    assertThat(trail.nextSpeech(350, 1_000)).isEqualTo(350);
    assertThat(trail.nextSpeech(400, 1_000)).isEqualTo(1_000);
    assertThat(trail.nextSpeech(0, 200)).isEqualTo(200);
  }

  @Test
  void speechBefore_evenWhenForgotten_isRemembered() {
    speaks(300, "a");
    assertThat(trail.speechBefore(1_000)).isEqualTo(400);
    assertThat(trail.speechBefore(300)).isZero();

    trail.trim(1_000);

    assertThat(trail.speechBefore(1_000)).isEqualTo(400);
    assertThat(trail.nextSpeech(0, 1_000)).isEqualTo(1_000);
  }

  @Test
  void trim_inTheMiddleOfABlock_keepsIt() {
    speaks(300, "a");

    trail.trim(350);

    assertThat(trail.nextSpeech(350, 1_000)).isEqualTo(350);
  }

  @Test
  void between_severalTracks_areStrongestFirstWithTheirShareAndLevel() {
    trail.note(200, List.of(new TrackSpeech("loud", 1, 0.1), new TrackSpeech("quiet", 0.5, 0.001)));
    trail.note(300, List.of(new TrackSpeech("quiet", 1, 0.001)));

    List<TrackSpeech> found = trail.between(200, 400);

    assertThat(found).extracting(TrackSpeech::trackId).containsExactly("loud", "quiet");
    assertThat(found.get(0).activeShare()).isCloseTo(0.5, within(0.01));
    assertThat(found.get(0).energy()).isCloseTo(0.1, within(0.01));
    assertThat(found.get(1).activeShare()).isCloseTo(0.75, within(0.01));
    assertThat(trail.between(0, 200)).isEmpty();
  }

  private void speaks(long position, String track) {
    trail.note(position, List.of(new TrackSpeech(track, 1, 0.1)));
  }
}
