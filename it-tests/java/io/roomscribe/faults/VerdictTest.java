package io.roomscribe.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A judge that lets a lost word pass would make the whole matrix worthless. */
class VerdictTest {

  private static final long SECOND_NS = 1_000_000_000;

  /** One word every second, Ann's and Bob's in turn; position zero is nanoTime zero. */
  private final List<Word> said =
      List.of(word("a0", 0), word("b1", 1), word("a2", 2), word("b3", 3), word("a4", 4));

  @Test
  void verdict_allHeardOnceInOrder_isGood() throws IOException {
    Verdict verdict = verdict("a0 b1 a2 b3 a4", "[]");

    assertThat(verdict.failures()).isEmpty();
    assertThat(verdict.said()).isEqualTo(5);
    assertThat(verdict.gapS()).isZero();
  }

  @Test
  void verdict_wordMissingWithoutAGap_isLost() throws IOException {
    assertThat(verdict("a0 b1 b3 a4", "[]").lost()).containsExactly("a2 (TR_a at 2000)");
  }

  @Test
  void verdict_wordMissingInAGapOfItsTrackOrOfAll_isDeclared() throws IOException {
    Verdict ofTrack = verdict("a0 b1 b3 a4", gap("\"TR_a\"", 1900, 2600));
    Verdict ofAll = verdict("a0 b1 b3 a4", gap("null", 1900, 2600));

    assertThat(ofTrack.lost()).isEmpty();
    assertThat(ofTrack.inGaps()).isEqualTo(1);
    assertThat(ofTrack.gapS()).isEqualTo(0.7);
    assertThat(ofAll.lost()).isEmpty();
  }

  @Test
  void verdict_wordMissingOutsideOfTheGap_orInAnothersGap_isLost() throws IOException {
    assertThat(verdict("a0 b1 b3 a4", gap("\"TR_b\"", 1900, 2600)).lost())
        .containsExactly("a2 (TR_a at 2000)");
    assertThat(verdict("a0 b1 b3 a4", gap("\"TR_a\"", 3200, 3900)).lost())
        .containsExactly("a2 (TR_a at 2000)");
  }

  @Test
  void verdict_wordTwice_orOfNobody_orOutOfOrder_isTold() throws IOException {
    Verdict verdict = verdict("a0 b1 b1 b3 a2 a4 x9", "[]");

    assertThat(verdict.doubled()).containsExactly("b1");
    assertThat(verdict.wrong()).containsExactly("x9 (x)");
    assertThat(verdict.misplaced()).isEqualTo(1);
    assertThat(verdict.failures()).hasSize(3);
  }

  @Test
  void verdict_audioThatSpeechToTextNeverTook_isTold() throws IOException {
    Verdict verdict = verdict("a0 b1 a2 b3 a4", "[]", 1_500);

    assertThat(verdict.failures())
        .containsExactly("3.5 s of audio were never taken by speech-to-text");
  }

  private Verdict verdict(String heard, String gaps) throws IOException {
    return verdict(heard, gaps, 5_000);
  }

  private Verdict verdict(String heard, String gaps, long billedMs) throws IOException {
    StringBuilder lines = new StringBuilder("[");
    for (String text : heard.split(" ")) {
      lines.append(lines.length() > 1 ? "," : "").append(line(text));
    }
    JsonNode audio =
        NodeApi.parse("{\"heardMs\":5000,\"billedMs\":" + billedMs + ",\"waitingMs\":0}");
    return Verdict.of(
        said, new Verdict.Stored(NodeApi.parse(lines + "]"), NodeApi.parse(gaps), audio));
  }

  private static String line(String text) {
    return "{\"speakers\":[{\"identity\":\"%c\"}],\"words\":[{\"text\":\"%s\",\"startMs\":%d}]}"
        .formatted(text.charAt(0), text, 1000 * (text.charAt(1) - '0'));
  }

  private static String gap(String track, long fromMs, long toMs) {
    return "[{\"trackId\":%s,\"fromMs\":%d,\"toMs\":%d,\"cause\":\"UNDERRUN\"}]"
        .formatted(track, fromMs, toMs);
  }

  private static Word word(String text, int second) {
    String identity = text.substring(0, 1);
    long fromNs = second * SECOND_NS;
    return new Word(text, identity, "TR_" + identity, fromNs, fromNs + SECOND_NS / 3);
  }
}
