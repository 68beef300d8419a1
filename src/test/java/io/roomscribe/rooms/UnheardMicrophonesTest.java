package io.roomscribe.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnheardMicrophonesTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final MicrophoneTrack ANN = new MicrophoneTrack("TR_ann", "ann", "Ann", false);
  private static final MicrophoneTrack BOB = new MicrophoneTrack("TR_bob", "bob", "Bob", false);
  private static final UnheardMicrophones.Hearing NOT =
      new UnheardMicrophones.Hearing(null, "no egress");

  private final List<AudioGap> told = new ArrayList<>();
  private final UnheardMicrophones unheard = new UnheardMicrophones("s1", 2_800, told::add);

  private static UnheardMicrophones.Hearing from(long ms) {
    return new UnheardMicrophones.Hearing(ms, "");
  }

  private void round(long positionMs, UnheardMicrophones.Hearing ann) {
    unheard.shown(List.of(ANN), positionMs);
    unheard.look(ANN, ann, positionMs);
  }

  private static AudioGap gap(long fromMs, long toMs) {
    return new AudioGap("s1", "TR_ann", "ann", fromMs, toMs, "NOT_CAPTURED", "no egress");
  }

  private static List<AudioGap> notCaptured(SessionRig rig) {
    return rig.gaps.stream().filter(gap -> gap.cause().equals("NOT_CAPTURED")).toList();
  }

  @Test
  void newcomer_unheard_isMissedFromWhereItsWordsBelongAndInPieces() {
    round(1_000, NOT);
    round(11_000, NOT);
    assertThat(told).isEmpty();
    round(14_000, NOT);
    assertThat(told).containsExactly(gap(3_800, 14_000));

    round(16_000, from(15_500));
    assertThat(told).containsExactly(gap(3_800, 14_000), gap(14_000, 15_500));
  }

  @Test
  void heardOne_captureEnds_isMissedFromThereOn() {
    round(1_000, from(500));
    round(20_000, NOT);
    round(22_000, from(21_500));
    assertThat(told).containsExactly(gap(20_000, 21_500));

    round(30_000, NOT);
    unheard.shown(List.of(ANN), 31_000);
    unheard.look(ANN, from(32_000), 33_000);
    assertThat(told).containsExactly(gap(20_000, 21_500), gap(30_000, 32_000));
  }

  @Test
  void heardOne_goesWithItsCapture_isNotMissed() {
    round(1_000, from(500));
    unheard.look(ANN, NOT, 20_000);
    unheard.shown(List.of(), 20_500);
    unheard.finish(40_000);

    assertThat(told).isEmpty();
    assertThat(unheard.isAnybody()).isFalse();
  }

  @Test
  void unheardOne_mutes_isMissedUpToItsLastWord() {
    round(1_000, NOT);
    unheard.shown(List.of(ANN), 5_000);
    unheard.shown(List.of(new MicrophoneTrack("TR_ann", "ann", "Ann", true)), 9_000);

    assertThat(told).containsExactly(gap(3_800, 11_800));
  }

  @Test
  void unheardOne_sessionEnds_isToldUpToThere() {
    round(1_000, NOT);
    unheard.shown(List.of(ANN), 5_000);
    unheard.finish(9_000);
    unheard.finish(12_000);

    assertThat(told).containsExactly(gap(3_800, 9_000));
  }

  @Test
  void resumed_untilTheFirstSound_isTheDowntimes() {
    unheard.resumed();
    for (MicrophoneTrack each : List.of(ANN, BOB)) {
      unheard.look(each, NOT, 100_000);
    }
    for (MicrophoneTrack each : List.of(ANN, BOB)) {
      unheard.shown(List.of(ANN, BOB), 120_000);
      unheard.look(each, NOT, 120_000);
    }
    assertThat(told).isEmpty();

    unheard.look(BOB, from(121_000), 121_500);
    unheard.look(ANN, from(123_000), 123_500);
    assertThat(told).containsExactly(gap(121_000, 123_000));
  }

  @Test
  void tracks_noEgressForOne_isMissedUntilItIsCaptured() {
    SessionRig rig = new SessionRig("tracks", 1).people("ann", "bob");
    rig.begin();
    rig.flow(Duration.ofSeconds(25));
    rig.leaves("ann");
    rig.flow(Duration.ofSeconds(5));
    rig.session.stop("stopped by request");
    rig.flow(Duration.ofSeconds(5));

    List<AudioGap> gaps = notCaptured(rig);
    assertThat(gaps)
        .isNotEmpty()
        .allMatch(gap -> gap.trackId().equals("TR_bob") && gap.participant().equals("bob"))
        .allMatch(gap -> gap.detail().contains("1 of 1 egresses are in use"));
    assertThat(gaps.get(0).fromMs()).isBetween(2_800L, 3_000L);
    assertThat(gaps.get(gaps.size() - 1).toMs()).isBetween(25_000L, 25_600L);
    assertThat(rig.session.view().gaps())
        .filteredOn(gap -> gap.cause().equals("NOT_CAPTURED"))
        .singleElement()
        .satisfies(gap -> assertThat(gap.toMs()).isEqualTo(gaps.get(gaps.size() - 1).toMs()));
  }

  @Test
  void tracks_egressDies_holeIsMissedWithItsCause() {
    SessionRig rig = new SessionRig("tracks", 2).people("ann");
    rig.begin();
    rig.flow(Duration.ofSeconds(15));
    rig.changes(() -> rig.livekit.end("EG_1", EgressState.Status.FAILED, "broken pipe"));
    rig.flow(Duration.ofSeconds(10));

    assertThat(notCaptured(rig)).hasSize(1);
    AudioGap hole = notCaptured(rig).get(0);
    assertThat(hole.detail()).contains("broken pipe");
    assertThat(hole.fromMs()).isBetween(14_800L, 15_200L);
    assertThat(hole.toMs()).isBetween(15_700L, 16_500L);
  }

  @Test
  void room_hearsEverybody_nobodyIsMissed() {
    SessionRig rig = new SessionRig("auto", 1).people("ann", "bob", "cid");
    rig.begin();
    rig.flow(Duration.ofSeconds(5));
    rig.changes(() -> rig.people("dan"));
    rig.flow(Duration.ofSeconds(30));
    rig.leaves("ann");
    rig.flow(Duration.ofSeconds(15));

    assertThat(notCaptured(rig)).isEmpty();
  }

  @Test
  void stereo_thirdComes_isMissedUpToTheSwitch() {
    SessionRig rig = new SessionRig("room", 2).people("ann", "bob");
    rig.mute = egress -> egress.captureUrl().contains("room-2");
    rig.begin();
    rig.flow(Duration.ofSeconds(5));
    rig.changes(() -> rig.people("cid"));
    rig.flow(Duration.ofSeconds(20));
    rig.mute = egress -> false;
    rig.flowUntil(view -> !view.capture().stereo(), LONG);
    rig.flow(Duration.ofSeconds(12));

    List<AudioGap> gaps = notCaptured(rig);
    assertThat(gaps).isNotEmpty().allMatch(gap -> gap.trackId().equals("TR_cid"));
    assertThat(gaps.get(gaps.size() - 1).toMs())
        .isEqualTo(rig.capture().switches().get(0).positionMs());
  }

  @Test
  void switch_releasedTrack_isNotToldTwice() {
    SessionRig rig = new SessionRig("auto", 100).people("ann", "bob", "cid");
    rig.begin();
    rig.flow(Duration.ofSeconds(5));
    rig.livekit.quota = 3;
    rig.mute = egress -> egress.trackId().isEmpty();
    rig.changes(() -> rig.people("dan"));
    rig.flow(Duration.ofSeconds(20));
    rig.session.stop("stopped by request");
    rig.flow(Duration.ofSeconds(15));

    assertThat(notCaptured(rig)).isNotEmpty().allMatch(gap -> gap.trackId().equals("TR_dan"));
  }
}
