package io.roomscribe.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoomActivityTest {
  private static final double LOUD = 1e-2;
  private static final double TEN_DB_DOWN = 1e-3;
  private static final double TWENTY_DB_DOWN = 1e-4;

  private final RoomActivity activity = new RoomActivity(1_000, 0);
  private final ActivityHistory a = activity.of("a");
  private final ActivityHistory b = activity.of("b");
  private final ActivityHistory c = activity.of("c");

  @Test
  void between_severalOfDifferentLoudness_countsThoseNotMuchWeakerThanTheLoudest() {
    frames(10);
    a.mark(5, TEN_DB_DOWN);
    b.mark(5, LOUD);
    c.mark(5, TWENTY_DB_DOWN);

    assertThat(activity.between(5, 6)).extracting(TrackSpeech::trackId).containsExactly("b", "a");
  }

  @Test
  void between_theLoudestItself_isComparedWithTheOthersOnly() {
    frames(10);
    a.mark(4, LOUD);
    a.mark(5, TWENTY_DB_DOWN);

    assertThat(activity.between(5, 6)).extracting(TrackSpeech::trackId).containsExactly("a");
  }

  @Test
  void between_loudNeighbourWithin30Ms_masksAndNoFurther() {
    frames(20);
    a.mark(5, TWENTY_DB_DOWN);
    a.mark(9, TWENTY_DB_DOWN);
    b.mark(2, LOUD);

    List<TrackSpeech> near = activity.between(5, 6);
    List<TrackSpeech> further = activity.between(9, 10);

    assertThat(near).isEmpty();
    assertThat(further).extracting(TrackSpeech::trackId).containsExactly("a");
  }

  @Test
  void between_twoEquallyLoud_bothCount() {
    frames(10);
    a.mark(5, LOUD);
    b.mark(5, LOUD);

    assertThat(activity.between(0, 10)).hasSize(2);
    assertThat(activity.between(0, 10).get(0).activeShare()).isEqualTo(0.1);
  }

  private void frames(int count) {
    for (int i = 0; i < count; i++) {
      activity.advance();
    }
  }
}
