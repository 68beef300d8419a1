package io.roomscribe.transcripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
  @Test
  void decoded_ofEncoded_isTheSame() {
    Cursor cursor = new Cursor(-5, Long.MAX_VALUE, 77);

    assertThat(Cursor.decoded(cursor.encoded(), 77)).isEqualTo(cursor);
  }

  @Test
  void decoded_withAnotherQuery_isRefused() {
    String text = new Cursor(1, 2, 77).encoded();

    assertThatThrownBy(() -> Cursor.decoded(text, 78))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other parameters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%", "abc", "MTox", "MTo5OTk5OTk5OTk5OTk5OTk5OTk5OjE6MQ"})
  void decoded_ofAnythingElse_isRefused(String text) {
    assertThatThrownBy(() -> Cursor.decoded(text, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not one that was handed out");
  }
}
