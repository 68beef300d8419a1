package io.roomscribe.recording;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {

  private static final long LENGTH = 1_000;

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=0-99, 0, 100",
    "bytes=100-199, 100, 200",
    "bytes=900-, 900, 1000",
    "bytes=0-, 0, 1000",
    "bytes=-100, 900, 1000",
    "bytes=-5000, 0, 1000",
    "bytes=999-999999999999999999, 999, 1000",
    "Bytes= 5 - 6 , 5, 7"
  })
  void of_oneRange_isThatPart(String header, long first, long end) {
    assertThat(ByteRange.of(header, LENGTH)).contains(new ByteRange(first, end));
    assertThat(new ByteRange(first, end).isOutside()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=1000-", "bytes=1000-2000", "bytes=-0"})
  void of_nothingOfTheFile_isOutside(String header) {
    assertThat(ByteRange.of(header, LENGTH).orElseThrow().isOutside()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=0-1,5-6",
        "bytes=",
        "bytes=-",
        "bytes=5",
        "bytes=9-5",
        "bytes=a-b",
        "bytes=--5",
        "bytes=9999999999999999999-",
        "seconds=1-2",
        ""
      })
  void of_severalOrNotUnderstood_isTheWhole(String header) {
    assertThat(ByteRange.of(header, LENGTH)).isEmpty();
  }

  @Test
  void of_noHeader_isTheWhole() {
    assertThat(ByteRange.of(null, LENGTH)).isEmpty();
  }
}
