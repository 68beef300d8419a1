package io.roomscribe.audio;

import static io.roomscribe.audio.Rig.MS;
import static io.roomscribe.audio.Rig.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.roomscribe.standin.media.FfmpegProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real speech, captured twice with different delays, cut from one capture to the other. What comes
 * out is compared with what comes out when nothing is handed over.
 */
@ResourceLock(value = FfmpegProgram.LOCK, mode = ResourceAccessMode.READ)
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
    assertThat(worst(joined, reference)).isLessThanOrEqualTo(2);
    assertAccounts();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1_000, 0, 1_000})
  void handOver_monologueWithoutPause_losesNoSyllable(int lagMs) {
    short[] sound = Meeting.monologue();
    old.add(rig.capture("a", 0, 0, Sound.recorded(sound, 0)));
    rig.runUntil(BEGIN_NS);
    recent.add(rig.held("room", BEGIN_NS, 0, Sound.recorded(sound, lagMs / 1_000.0)));

    HandOver.Report report = run(0).report();

    assertThat(report.how()).isEqualTo(HandOver.How.CORRELATED);
    assertThat(report.lagMs()).isEqualTo(lagMs);
    Rig alone = new Rig(SETTINGS);
    alone.capture("a", 0, 0, Sound.recorded(sound, 0));
    alone.runUntil(50 * SECOND);
    assertThat(worst(joined(report.cutAtSamples(), Math.max(0, lagMs * 16)), alone.mix()))
        .isLessThanOrEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {-2_700, -300, 0, 500, 3_000})
  void handOver_threeTracksToOneRoomThroughJitterAndDrift_staysInPlace(int lagMs) {
    List<short[]> tracks = Meeting.threeTracks();
    captureTracks(tracks);
    rig.runUntil(BEGIN_NS);
    recent.add(held("room", Meeting.sum(tracks), lagMs, 100).delayedBy(jitter(9)));

    HandOver.Report report = run(0).report();

    assertThat(report.how()).isEqualTo(HandOver.How.CORRELATED);
    assertThat(report.lagMs()).isCloseTo(lagMs, within(40L));
    assertInPlace(report, reference(tracks));
    assertThat(rig.gaps).isEmpty();
    assertAccounts();
  }

  @ParameterizedTest
  @ValueSource(ints = {-2_700, 500, 3_000})
  void handOver_oneRoomToThreeTracks_staysInPlace(int lagMs) {
    List<short[]> tracks = Meeting.threeTracks();
    Sound sum = Sound.recorded(Meeting.sum(tracks), OLD_DELAY);
    old.add(rig.capture("room", 0, -100, sum).delayedBy(jitter(9)));
    rig.runUntil(BEGIN_NS);
    for (int i = 0; i < 3; i++) {
      recent.add(held("t" + i, tracks.get(i), lagMs, 50 * i).delayedBy(jitter(i)));
    }

    HandOver.Report report = run(0).report();

    assertThat(report.how()).isEqualTo(HandOver.How.CORRELATED);
    assertThat(report.lagMs()).isCloseTo(lagMs, within(40L));
    assertInPlace(report, reference(tracks));
    assertThat(rig.gaps).isEmpty();
    assertAccounts();
  }

  @ParameterizedTest
  @ValueSource(ints = {-2_700, 1_700})
  void handOver_roomThroughAac_staysInPlace(int lagMs) throws Exception {
    List<short[]> tracks = Meeting.threeTracks();
    captureTracks(tracks);
    rig.runUntil(BEGIN_NS);
    recent.add(held("rtmp", Aac.throughFlv(Meeting.sum(tracks)), lagMs, 0).delayedBy(jitter(9)));

    HandOver.Report report = run(0).report();

    assertThat(report.how()).isEqualTo(HandOver.How.CORRELATED);
    assertInPlace(report, reference(tracks));
  }

  @Test
  void handOver_nobodySpeaks_cutsInSilenceAndMissesNothingThatFollows() {
    short[] sound = Meeting.monologue();
    old.add(rig.capture("a", 0, 0, Sound.recorded(sound, 20)));
    rig.runUntil(BEGIN_NS);
    recent.add(rig.held("room", BEGIN_NS, 0, Sound.recorded(sound, 22)));

    HandOver.Report report = run(0).report();

    assertThat(report.how()).isEqualTo(HandOver.How.IN_SILENCE);
    assertThat(report.cutAtSamples()).isBetween(12L * 16_000, 14L * 16_000);
    Rig alone = new Rig(SETTINGS);
    alone.capture("a", 0, 0, Sound.recorded(sound, 22));
    alone.runUntil(50 * SECOND);
    assertThat(worst(rig.mix(), alone.mix())).isLessThanOrEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 500, 2_000, 3_300})
  void handOver_soundThatRepeatsItself_isNotBelieved(int periodMs) {
    Sound tone = Sound.tone(440, 8_000);
    Sound beeps = periodMs == 0 ? tone : tone.when(s -> s % (periodMs / 1e3) < periodMs / 2e3);
    old.add(rig.capture("a", 0, 0, beeps));
    rig.runUntil(BEGIN_NS);
    recent.add(rig.held("room", BEGIN_NS, 0, beeps));

    HandOver.Report report = run(700).report();

    assertThat(report.how()).isEqualTo(HandOver.How.BY_DELAY);
    assertThat(report.lagMs()).isEqualTo(700);
    assertThat(report.cutAtSamples()).isBetween(20L * 16_000, 21L * 16_000 + 1_600);
  }

  /** As people who take turns like clockwork: alike 2 s earlier or later, which cannot be. */
  @Test
  void handOver_repeatsItselfBeyondWhatMayBeExpected_isFoundWithin() {
    Sound beeps = Sound.tone(440, 8_000).when(s -> s % 2 < 1);
    old.add(rig.capture("a", 0, 0, beeps));
    rig.runUntil(BEGIN_NS);
    recent.add(rig.held("room", BEGIN_NS, 0, beeps));

    HandOver handOver =
        rig.mixer.handOver(inputs(old), inputs(recent), new HandOver.Expectation(0, 1_000));
    rig.runUntil(50 * SECOND);

    assertThat(handOver.report().how()).isEqualTo(HandOver.How.CORRELATED);
    assertThat(handOver.report().lagMs()).isBetween(-20L, 20L);
  }

  @Test
  void handOver_otherSound_isNotBelieved() {
    List<short[]> tracks = Meeting.threeTracks();
    old.add(rig.capture("a", 0, 0, Sound.recorded(tracks.get(0), 0)));
    rig.runUntil(BEGIN_NS);
    recent.add(rig.held("room", BEGIN_NS, 0, Sound.recorded(Meeting.monologue(), 0)));

    assertThat(run(0).report().how()).isEqualTo(HandOver.How.BY_DELAY);
  }

  @ParameterizedTest
  @ValueSource(ints = {-2_000, 0, 2_000})
  void handOver_oldOnesEndWhileListening_newOneGoesOnWhereTheyStopped(int lagMs) {
    short[] sound = Meeting.monologue();
    old.add(rig.capture("a", 0, 0, Sound.recorded(sound, 0)));
    rig.runUntil(4 * SECOND);
    recent.add(rig.held("room", 4 * SECOND, 0, Sound.recorded(sound, lagMs / 1_000.0)));
    HandOver handOver = rig.mixer.handOver(inputs(old), inputs(recent), within4s(lagMs));
    rig.runUntil(BEGIN_NS);
    old.get(0).losing(sentNs -> true);
    rig.mixer.close(old.get(0).input());
    rig.runUntil(BEGIN_NS + 300 * MS);
    assertThat(handOver.isDone()).isTrue();
    rig.runUntil(50 * SECOND);

    HandOver.Report report = handOver.report();
    assertThat(report.how()).isEqualTo(HandOver.How.BY_DELAY);
    // What had arrived was mixed: 8 s and the jitter target.
    assertThat(report.cutAtSamples()).isEqualTo(81L * 1_600);
    Rig alone = new Rig(SETTINGS);
    alone.capture("a", 0, 0, Sound.recorded(sound, 0));
    alone.runUntil(50 * SECOND);
    short[] joined = joined(report.cutAtSamples(), Math.max(0, lagMs * 16));
    assertThat(worst(Arrays.copyOf(joined, 128_000), alone.mix())).isLessThanOrEqualTo(2);
    int after = (int) report.cutAtSamples() + 200;
    assertThat(worst(from(after, joined), from(after, alone.mix()))).isLessThanOrEqualTo(2);
  }

  @Test
  void handOver_oldOnesEndedLongBefore_newOneIsMixedFromThereOn() {
    Capture gone = rig.capture("a", 0, 0, Sound.tone(440, 5_000));
    rig.runUntil(SECOND);
    gone.losing(sentNs -> true);
    rig.mixer.close(gone.input());
    rig.runUntil(4 * SECOND);
    old.add(gone);
    recent.add(rig.held("room", 4 * SECOND, 0, Sound.tone(440, 5_000)));

    HandOver handOver = rig.mixer.handOver(inputs(old), inputs(recent), within4s(0));
    rig.runUntil(6 * SECOND);

    assertThat(handOver.report().how()).isEqualTo(HandOver.How.BY_DELAY);
    assertThat(recent.get(0).input().counters().mixed()).isGreaterThan(48_000 * 18 / 10);
  }

  @Test
  void handOver_oneOfTheOldOnesEnds_othersAreStillHeardOut() {
    List<short[]> tracks = Meeting.threeTracks();
    captureTracks(tracks);
    rig.runUntil(BEGIN_NS);
    recent.add(held("room", Meeting.sum(tracks), 1_000, 0));
    HandOver handOver = rig.mixer.handOver(inputs(old), inputs(recent), within4s(0));
    rig.runUntil(BEGIN_NS + SECOND);
    old.get(2).losing(sentNs -> true);
    rig.mixer.close(old.get(2).input());
    rig.runUntil(50 * SECOND);

    assertThat(handOver.report().how()).isEqualTo(HandOver.How.CORRELATED);
    assertInPlace(handOver.report(), reference(tracks));
  }

  @Test
  void handOver_newOneNeverBegins_oldOnesGoOnUntilItIsClosed() {
    short[] sound = Meeting.monologue();
    old.add(rig.capture("a", 0, 0, Sound.recorded(sound, 0)));
    rig.runUntil(BEGIN_NS);
    TrackInput dead = rig.mixer.openHeld("room", Arrival.EVEN, BEGIN_NS);
    HandOver handOver = rig.mixer.handOver(inputs(old), List.of(dead), within4s(0));

    rig.runUntil(40 * SECOND);
    assertThat(handOver.isDone()).isFalse();
    assertThatThrownBy(handOver::report).isInstanceOf(IllegalStateException.class);
    rig.mixer.close(dead);
    rig.runUntil(45 * SECOND);

    assertThat(handOver.report().how()).isEqualTo(HandOver.How.ABANDONED);
    Rig alone = new Rig(SETTINGS);
    alone.capture("a", 0, 0, Sound.recorded(sound, 0));
    alone.runUntil(45 * SECOND);
    assertThat(rig.mix()).isEqualTo(alone.mix());
    // The way is free for another.
    assertThat(rig.mixer.handOver(inputs(old), List.of(), within4s(0)).isDone()).isFalse();
  }

  @Test
  void handOver_oneOfTheNewOnesBeginsLate_joinsTheOthersInItsPlace() {
    List<short[]> tracks = Meeting.threeTracks();
    old.add(rig.capture("room", 0, 0, Sound.recorded(Meeting.sum(tracks), OLD_DELAY)));
    rig.runUntil(BEGIN_NS);
    recent.add(held("t0", tracks.get(0), 1_000, 0));
    recent.add(held("t1", tracks.get(1), 1_000, 0));
    double begin = OLD_DELAY + 1;
    recent.add(rig.held("t2", 20 * SECOND, 0, Sound.recorded(tracks.get(2), begin)));

    HandOver.Report report = run(0).report();

    assertThat(report.how()).isEqualTo(HandOver.How.CORRELATED);
    assertThat(report.lagMs()).isEqualTo(1_000);
    short[] joined = joined(report.cutAtSamples(), 16_000);
    int from = 20 * 16_000;
    assertThat(worst(from(from, joined), from(from, reference(tracks)))).isLessThanOrEqualTo(2);
  }

  @Test
  void handOver_afterIt_speechIsFoundWhereItIsMixed() {
    short[] sound = Meeting.monologue();
    old.add(rig.capture("a", 0, 0, Sound.recorded(sound, 0)));
    rig.runUntil(BEGIN_NS);
    recent.add(rig.held("room", BEGIN_NS, 0, Sound.recorded(sound, 2)));

    long cut = run(0).report().cutAtSamples();

    assertThat(speakers(cut - 48_000, cut)).containsExactly("a");
    assertThat(speakers(cut + 4_800, cut + 31_000)).isEmpty();
    assertThat(speakers(cut + 40_000, cut + 80_000)).containsExactly("room");
  }

  @Test
  void handOver_whileOneGoesOn_isRefused() {
    old.add(rig.capture("a", 0, 0, Sound.silence()));
    recent.add(rig.held("room", 0, 0, Sound.silence()));
    rig.mixer.handOver(inputs(old), inputs(recent), within4s(0));

    assertThatThrownBy(() -> rig.mixer.handOver(inputs(old), inputs(recent), within4s(0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("going on");
  }

  @Test
  void handOver_thereAndBack_endsWhereItBegan() {
    short[] sound = Meeting.monologue();
    old.add(rig.capture("a", 0, 0, Sound.recorded(sound, 0)));
    rig.runUntil(BEGIN_NS);
    Capture room = rig.held("room", BEGIN_NS, 0, Sound.recorded(sound, -1));
    recent.add(room);
    HandOver there = rig.mixer.handOver(inputs(old), inputs(recent), within4s(0));
    rig.runUntil(24 * SECOND);
    Capture again = rig.held("a", 24 * SECOND, 0, Sound.recorded(sound, 0));
    HandOver back = rig.mixer.handOver(List.of(room.input()), List.of(again.input()), within4s(0));
    rig.runUntil(50 * SECOND);

    assertThat(there.report().lagMs()).isEqualTo(-1_000);
    // Held back by a second, the room is no earlier than the track.
    assertThat(back.report().lagMs()).isZero();
    Rig alone = new Rig(SETTINGS);
    alone.capture("a", 0, 0, Sound.recorded(sound, 0));
    alone.runUntil(50 * SECOND);
    assertThat(worst(rig.mix(), alone.mix())).isLessThanOrEqualTo(2);
  }

  @Test
  void openHeld_longerThanTheRing_missesNothingAndCountsIt() {
    Capture held = rig.held("room", 0, 0, Sound.tone(440, 5_000));

    rig.runUntil(15 * SECOND);

    TrackCounters counters = held.input().counters();
    assertThat(counters)
        .extracting(TrackCounters::mixed, TrackCounters::overflowed)
        .containsExactly(0L, 0L);
    assertThat(counters.handedOver()).isEqualTo(counters.received() - 480_000);
    assertThat(rig.gaps).isEmpty();
    assertThat(rig.at(200_000)).isZero();
  }

  private List<String> speakers(long from, long to) {
    return rig.mixer.speechBetween(from, to).stream().map(TrackSpeech::trackId).toList();
  }

  private void captureTracks(List<short[]> tracks) {
    for (int i = 0; i < tracks.size(); i++) {
      Sound sound = Sound.recorded(tracks.get(i), OLD_DELAY);
      old.add(rig.capture("t" + i, 0, 50 * i - 50, sound).delayedBy(jitter(i)));
    }
  }

  /** Up to 25 ms, now and then 60. */
  private static LongUnaryOperator jitter(long seed) {
    Random random = new Random(seed);
    return sentNs -> random.nextInt(random.nextInt(50) == 0 ? 60_000 : 25_000) * 1_000L;
  }

  private Capture held(String trackId, short[] sound, int lagMs, double ppm) {
    double begin = OLD_DELAY + lagMs / 1_000.0;
    return rig.held(trackId, BEGIN_NS, ppm, Sound.recorded(sound, begin));
  }

  private HandOver run(int expectedLagMs) {
    HandOver handOver = rig.mixer.handOver(inputs(old), inputs(recent), within4s(expectedLagMs));
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

  private static int worst(short[] actual, short[] expected) {
    int worst = 0;
    for (int i = 0; i < Math.min(actual.length, expected.length); i++) {
      worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
    }
    return worst;
  }

  private static short[] from(int begin, short[] samples) {
    return Arrays.copyOfRange(samples, begin, 45 * 16_000);
  }

  /**
   * Each loud second before the cut is where the reference has it, each after it is later by the
   * silence that was put in; to within 5 ms, and nothing sounds when nothing should.
   */
  private void assertInPlace(HandOver.Report report, short[] reference) {
    int cut = (int) report.cutAtSamples();
    int silence = (int) Math.max(0, report.lagMs() * 16);
    int compared = 0;
    for (int from = 80_000; from + 16_000 < 45 * 16_000; from += 8_000) {
      boolean isBefore = from + 16_000 <= cut;
      if (energy(reference, from) < 1e-4 || (!isBefore && from < cut)) {
        continue;
      }
      int expected = isBefore ? 0 : silence;
      assertThat(offset(reference, from, rig.mix(), expected)).as("at %d", from).isBetween(-80, 80);
      compared++;
    }
    assertThat(compared).isGreaterThan(20);
    short[] between = Arrays.copyOfRange(rig.mix(), cut + 200, cut + 200 + silence);
    if (silence > 1_600) {
      assertThat(worst(Arrays.copyOf(between, silence - 800), new short[silence])).isZero();
    }
  }

  /** Where the mix has a second of the reference, in samples from where it should. */
  private static int offset(short[] reference, int from, short[] mix, int expected) {
    double most = 0;
    int best = Integer.MAX_VALUE;
    for (int shift = -320; shift <= 320; shift++) {
      double product = 0;
      double energy = 1;
      for (int i = from; i < from + 16_000; i += 2) {
        int sample = mix[i + expected + shift];
        product += reference[i] * sample;
        energy += sample * sample;
      }
      double likeness = product / Math.sqrt(energy);
      best = likeness > most ? shift : best;
      most = Math.max(most, likeness);
    }
    return best;
  }

  private static double energy(short[] samples, int from) {
    return Frame.energy(samples, from, 16_000);
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

  private static HandOver.Expectation within4s(int lagMs) {
    return new HandOver.Expectation(lagMs, 4_000);
  }
}
