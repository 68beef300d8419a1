package io.roomscribe.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CapturePlanTest {

  private static final String OLD = "this LiveKit is too old";

  private static List<MicrophoneTrack> people(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new MicrophoneTrack("TR_" + i, "p" + i, "P" + i, false))
        .toList();
  }

  private static CaptureLayout plan(CaptureMode mode, int people, int share) {
    return CapturePlan.of(new CapturePlan.Situation(mode, people(people), share, "", "")).layout();
  }

  private static CapturePlan withoutRoomEgress(CaptureMode mode, String obstacle) {
    return CapturePlan.of(new CapturePlan.Situation(mode, people(3), 1, OLD, obstacle));
  }

  @Test
  void auto_oneEgressInReserve_capturesTracks() {
    assertThat(plan(CaptureMode.AUTO, 2, 3)).isEqualTo(CaptureLayout.TRACKS);
    assertThat(plan(CaptureMode.AUTO, 1, 2)).isEqualTo(CaptureLayout.TRACKS);
  }

  @Test
  void auto_noReserve_capturesTheRoom() {
    assertThat(plan(CaptureMode.AUTO, 3, 3)).isEqualTo(CaptureLayout.ROOM);
    assertThat(plan(CaptureMode.AUTO, 1, 1)).isEqualTo(CaptureLayout.ROOM);
    assertThat(plan(CaptureMode.AUTO, 2, 2)).isEqualTo(CaptureLayout.stereo(List.of("p0", "p1")));
  }

  @Test
  void asked_whateverTheShare_isFollowed() {
    assertThat(plan(CaptureMode.TRACKS, 5, 1)).isEqualTo(CaptureLayout.TRACKS);
    assertThat(plan(CaptureMode.RTMP, 2, 100)).isEqualTo(CaptureLayout.RTMP);
    assertThat(plan(CaptureMode.ROOM, 5, 100)).isEqualTo(CaptureLayout.ROOM);
  }

  @Test
  void room_twoMicrophonesOfOnePerson_areNotTwoPeople() {
    List<MicrophoneTrack> microphones =
        List.of(
            new MicrophoneTrack("TR_a", "ann", "Ann", false),
            new MicrophoneTrack("TR_b", "ann", "Ann", false));
    CapturePlan plan =
        CapturePlan.of(new CapturePlan.Situation(CaptureMode.ROOM, microphones, 1, "", ""));
    assertThat(plan.layout()).isEqualTo(CaptureLayout.ROOM);
  }

  @Test
  void olderServer_rtmpPossible_takesRtmp() {
    assertThat(withoutRoomEgress(CaptureMode.AUTO, "").layout()).isEqualTo(CaptureLayout.RTMP);
    assertThat(withoutRoomEgress(CaptureMode.ROOM, "").layout()).isEqualTo(CaptureLayout.RTMP);
  }

  @Test
  void olderServer_noRtmpEither_takesTracksAndSaysWhy() {
    CapturePlan plan = withoutRoomEgress(CaptureMode.AUTO, "no ffmpeg on the PATH");
    assertThat(plan.layout()).isEqualTo(CaptureLayout.TRACKS);
    assertThat(plan.why()).contains("no ffmpeg on the PATH");
  }

  @Test
  void need_roomCannotBeCaptured_isForAsManyTracksAsThereAre() {
    CapturePlan.Situation situation =
        new CapturePlan.Situation(CaptureMode.AUTO, people(4), 0, OLD, "no ffmpeg");
    assertThat(EgressNeed.of(situation)).isEqualTo(new EgressNeed(4, false));
  }
}
