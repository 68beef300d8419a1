package io.roomscribe.standin.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WordErrorRateTest {

  @Test
  void of_caseAndPunctuation_areIgnored() {
    assertThat(WordErrorRate.of("good morning everyone", " Good morning, everyone!"))
        .isEqualTo(new WordErrorRate(3, 0, 0, 0));
  }

  @Test
  void of_digits_equalNumberWords() {
    assertThat(WordErrorRate.of("one hundred forty two meters", "142 meters").rate()).isZero();
  }

  @Test
  void of_oneOfEachError_countsEach() {
    WordErrorRate measured = WordErrorRate.of("a b c d", "a x c e f");

    assertThat(measured).isEqualTo(new WordErrorRate(4, 2, 0, 1));
    assertThat(WordErrorRate.of("a b c", "a c")).isEqualTo(new WordErrorRate(3, 0, 1, 0));
  }

  @Test
  void rate_nothingUnderstood_isOne() {
    assertThat(WordErrorRate.of("a b", "").rate()).isEqualTo(1.0);
  }

  @Test
  void plus_twoMeasurements_weighsByWords() {
    WordErrorRate sum = WordErrorRate.of("a b c", "a b c").plus(WordErrorRate.of("d", "x"));

    assertThat(sum.rate()).isCloseTo(0.25, within(1e-9));
  }
}
