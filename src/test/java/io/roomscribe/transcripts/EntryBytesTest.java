package io.roomscribe.transcripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomscribe.rooms.AudioGap;
import io.roomscribe.rooms.Speaker;
import io.roomscribe.rooms.SpokenLine;
import io.roomscribe.rooms.SpokenWord;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntryBytesTest {
  private static final Entry FINAL =
      Entry.of(
          Spoken.utterance(
              "s",
              "u1",
              Spoken.line("anna", -5, "Grüße 🎉\n\u0000"),
              new SpokenLine(
                  List.of(new Speaker("", ""), new Speaker("b", "Ben")),
                  "",
                  Long.MAX_VALUE,
                  Long.MIN_VALUE,
                  0.1 + 0.2,
                  List.of(new SpokenWord("w", 1, 2, Double.NaN, List.of("a", "b"))))),
          0);

  @Test
  void read_ofAFinal_isEqualToTheLastBit() throws IOException {
    assertThat(EntryBytes.read(EntryBytes.of(FINAL))).isEqualTo(FINAL);
  }

  @Test
  void read_ofGaps_isEqual() throws IOException {
    Entry ofATrack = Entry.of(new AudioGap("s", "TR_a", "anna", 1, 2, "UNDERRUN", "why"), 0);
    Entry ofAll = Entry.of(new AudioGap("s", null, null, 1, 2, "DOWN", ""), 0);

    assertThat(EntryBytes.read(EntryBytes.of(ofATrack))).isEqualTo(ofATrack);
    assertThat(EntryBytes.read(EntryBytes.of(ofAll))).isEqualTo(ofAll);
  }

  @Test
  void read_ofAnythingElse_isAnIoExceptionAndNoOther() {
    byte[] whole = EntryBytes.of(FINAL);
    for (int length = 0; length < whole.length; length++) {
      byte[] torn = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> EntryBytes.read(torn)).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> EntryBytes.read(new byte[] {99, 0, 0}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("kind");
  }
}
