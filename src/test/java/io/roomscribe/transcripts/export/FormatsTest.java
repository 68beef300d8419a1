package io.roomscribe.transcripts.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomscribe.rooms.AudioGap;
import io.roomscribe.rooms.Speaker;
import io.roomscribe.rooms.SpokenWord;
import io.roomscribe.transcripts.StoredGap;
import io.roomscribe.transcripts.StoredLine;
import io.roomscribe.transcripts.TranscriptFormat;
import io.roomscribe.transcripts.TranscriptPart;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FormatsTest {
  private static StoredLine line(
      long startMs, long endMs, String text, List<SpokenWord> words, String... names) {
    List<Speaker> speakers =
        java.util.Arrays.stream(names).map(name -> new Speaker("id-" + name, name)).toList();
    return new StoredLine(
        1, "s", "r", "u", 0, startMs, endMs, Instant.EPOCH, "en", 1, text, speakers, words);
  }

  private static String written(TranscriptFormat format, TranscriptPart... parts)
      throws IOException {
    StringBuilder out = new StringBuilder();
    format.write(List.of(parts).iterator(), out);
    return out.toString();
  }

  @Test
  void vtt_noLines_isAValidFile() throws IOException {
    assertThat(written(new WebVtt())).isEqualTo("WEBVTT\n");
  }

  @Test
  void vtt_gap_isACommentThatHoldsNoArrow() throws IOException {
    assertThat(written(new WebVtt(), gap("an-->na"), line(2000, 3000, "hi", List.of())))
        .isEqualTo(
            """
            WEBVTT

            NOTE 00:00:01.000 an->na not heard for 2.5 s (UNDERRUN)

            1-1
            00:00:02.000 --> 00:00:03.000
            hi
            """);
  }

  @Test
  void txt_gap_isAMarkedRow() throws IOException {
    assertThat(written(new PlainTranscript(), gap("anna"), gap(null)))
        .isEqualTo(
            """
            [00:00:01] -- anna not heard for 2.5 s (UNDERRUN) --
            [00:00:01] -- nobody heard for 2.5 s (UNDERRUN) --
            """);
  }

  @Test
  void srt_gap_isLeftOut() throws IOException {
    assertThat(written(new SubRip(), gap("anna"), line(0, 1000, "hi", List.of())))
        .isEqualTo("1\n00:00:00,000 --> 00:00:01,000\nhi\n\n");
  }

  private static StoredGap gap(@Nullable String participant) {
    String track = participant == null ? null : "TR_a";
    return new StoredGap(1, new AudioGap("s", track, participant, 1000, 3500, "UNDERRUN", ""));
  }

  @Test
  void vtt_markupAndArrowInTextAndName_areEscaped() throws IOException {
    assertThat(
            written(
                new WebVtt(), line(3_661_001, 3_662_002, "a < b --> c & d", List.of(), "<Ann>")))
        .isEqualTo(
            """
            WEBVTT

            1-1
            01:01:01.001 --> 01:01:02.002
            <v &lt;Ann&gt;>a &lt; b --&gt; c &amp; d</v>
            """);
  }

  @Test
  void vtt_severalAndNoSpeakers_areNamedOrLeftOut() throws IOException {
    assertThat(written(new WebVtt(), line(0, 1000, "hi", List.of(), "Ann", "Ben")))
        .contains("<v Ann, Ben>hi</v>");
    assertThat(written(new WebVtt(), line(0, 1000, "hi", List.of()))).endsWith("\nhi\n");
  }

  @Test
  void vtt_lineBreaksInText_endNoCue() throws IOException {
    assertThat(written(new WebVtt(), line(0, 1000, "a\n\nb\u2028c", List.of())))
        .endsWith("\na b c\n");
  }

  @Test
  void srt_twoLines_areNumberedAndLabelled() throws IOException {
    assertThat(
            written(
                new SubRip(),
                line(0, 1000, "<i>hi</i>", List.of(), "Ann"),
                line(900, 900, "yes", List.of(), "Ben")))
        .isEqualTo(
            """
            1
            00:00:00,000 --> 00:00:01,000
            Ann: ‹i›hi‹/i›

            2
            00:00:00,900 --> 00:00:01,000
            Ben: yes

            """);
  }

  @Test
  void txt_unknownSpeaker_isAQuestionMark() throws IOException {
    assertThat(written(new PlainTranscript(), line(65_999, 66_000, "hm\nhm", List.of())))
        .isEqualTo("[00:01:05] ?: hm hm\n");
  }

  @Test
  void cues_longText_isCutIntoRowsOf42WithTheWordsTimes() {
    List<SpokenWord> words = new java.util.ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      words.add(new SpokenWord("word" + i % 10 + "x", i * 300, i * 300 + 250, 1, List.of()));
      text.append("word").append(i % 10).append("x ");
    }
    List<Cue> cues = Cues.of(line(0, 6000, text.toString(), words));

    assertThat(cues).hasSize(2);
    assertThat(cues)
        .flatExtracting(Cue::rows)
        .allSatisfy(row -> assertThat(row.length()).isLessThanOrEqualTo(42));
    assertThat(cues.get(1).startMs()).isEqualTo(12 * 300);
    assertThat(cues.get(1).endMs()).isEqualTo(19 * 300 + 250);
  }

  @Test
  void cues_wordLongerThanARow_isCutWithinItsTime() {
    List<Cue> cues = Cues.of(line(0, 1000, "x".repeat(100), List.of()));

    assertThat(cues)
        .flatExtracting(Cue::rows)
        .extracting(String::length)
        .containsExactly(42, 42, 16);
    assertThat(cues.get(1).startMs()).isEqualTo(840);
  }

  @Test
  void cues_blankText_areNone() {
    assertThat(Cues.of(line(0, 1000, " \n", List.of()))).isEmpty();
  }
}
