package io.roomscribe.audio;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomscribe.audio.VectorTrial.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class VectorTrialTest {
  private static final long PLAIN_NS = 100;

  private final List<MixArithmetic> trusted = new ArrayList<>();
  private final Candidate candidate = new Candidate();
  private final VectorTrial trial = new VectorTrial(candidate, candidate, trusted::add);

  @Test
  void step_fasterManyTimesInARow_isTrustedThen() {
    candidate.frameNs = PLAIN_NS - 1;

    for (int i = 1; i < VectorTrial.FASTER_IN_A_ROW; i++) {
      assertThat(trial.step()).isEqualTo(Verdict.GOING_ON);
    }

    assertThat(trusted).isEmpty();
    assertThat(trial.step()).isEqualTo(Verdict.TRUSTED);
    assertThat(trusted).containsExactly(candidate);
  }

  @Test
  void step_slowOnceInBetween_countsFromTheStart() {
    candidate.frameNs = PLAIN_NS - 1;
    trial.step();
    candidate.frameNs = PLAIN_NS;
    trial.step();
    candidate.frameNs = PLAIN_NS - 1;

    for (int i = 1; i < VectorTrial.FASTER_IN_A_ROW; i++) {
      assertThat(trial.step()).isEqualTo(Verdict.GOING_ON);
    }
    assertThat(trial.step()).isEqualTo(Verdict.TRUSTED);
  }

  @Test
  void step_neverFaster_givesUp() {
    candidate.frameNs = 50 * PLAIN_NS;

    for (int i = 1; i < VectorTrial.MOST_STEPS; i++) {
      assertThat(trial.step()).isEqualTo(Verdict.GOING_ON);
    }

    assertThat(trial.step()).isEqualTo(Verdict.SLOWER);
    assertThat(trusted).isEmpty();
  }

  @Test
  void step_otherBits_isNotTrustedHoweverFast() {
    candidate.frameNs = 1;
    candidate.error = 1;

    assertThat(trial.step()).isEqualTo(Verdict.DIFFERENT);
    assertThat(trusted).isEmpty();
  }

  @Test
  void step_noModule_isOverAtOnce() {
    VectorTrial without = new VectorTrial(candidate, null, trusted::add);

    assertThat(without.step()).isEqualTo(Verdict.ABSENT);
    assertThat(trusted).isEmpty();
  }

  /** Plain loops, and a clock that charges what we like for theirs. */
  private static final class Candidate implements MixArithmetic, LongSupplier {
    private final MixArithmetic plain = new PlainArithmetic();
    private long nowNs;
    private boolean asked;
    private long frameNs;
    private int error;

    @Override
    public long getAsLong() {
      nowNs += asked ? frameNs : PLAIN_NS;
      asked = false;
      return nowNs;
    }

    @Override
    public void add(short[] frame, MixSum sum) {
      asked = true;
      plain.add(frame, sum);
      sum.even[0] += error;
    }

    @Override
    public void filter(float[] taps, float[] in, int offset, float[] out) {
      plain.filter(taps, in, offset, out);
    }
  }
}
