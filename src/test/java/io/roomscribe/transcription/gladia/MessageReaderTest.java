package io.roomscribe.transcription.gladia;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomscribe.transcription.Utterance;
import io.roomscribe.transcription.Word;
import io.roomscribe.transcription.gladia.GladiaMessage.AudioReceived;
import io.roomscribe.transcription.gladia.GladiaMessage.AudioRefused;
import io.roomscribe.transcription.gladia.GladiaMessage.Failed;
import io.roomscribe.transcription.gladia.GladiaMessage.Other;
import io.roomscribe.transcription.gladia.GladiaMessage.SessionEnded;
import io.roomscribe.transcription.gladia.GladiaMessage.StopReceived;
import io.roomscribe.transcription.gladia.GladiaMessage.Transcript;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReaderTest {

  @Test
  void read_finalTranscript_trimsTextAndTurnsSecondsIntoMs() {
    GladiaMessage message =
        MessageReader.read(
            """
            {"type":"transcript","session_id":"s","created_at":"2024-10-10T14:35:28.387Z",
             "data":{"id":"00_00000000","is_final":true,"utterance":{"text":" Hello world",
             "start":0.188,"end":1.284,"language":"en","confidence":1,"channel":2,"new":{},
             "words":[{"word":" Hello","start":0.188,"end":0.735,"confidence":0.9},
             {"word":" world","start":0.736,"end":1.284,"confidence":1}]}}}
            """);

    assertThat(message)
        .isEqualTo(
            new Transcript(
                new Utterance(
                    "00_00000000",
                    2,
                    true,
                    188,
                    1284,
                    "Hello world",
                    "en",
                    1,
                    List.of(new Word("Hello", 188, 735, 0.9), new Word("world", 736, 1284, 1)))));
  }

  @Test
  void read_transcriptWithoutWordsOrLanguage_isStillAnUtterance() {
    GladiaMessage message =
        MessageReader.read(
            "{\"type\":\"transcript\",\"data\":{\"id\":\"a\",\"utterance\":{\"text\":\"hm\","
                + "\"words\":null,\"language\":null}}}");

    assertThat(message)
        .isEqualTo(new Transcript(new Utterance("a", 0, false, 0, 0, "hm", "", 0, List.of())));
  }

  @Test
  void read_acknowledgement_takesTheEndOfTheRange() {
    assertThat(
            MessageReader.read(
                "{\"type\":\"audio_chunk\",\"acknowledged\":true,\"error\":null,"
                    + "\"data\":{\"byte_range\":[3200,6400],\"time_range\":[0.1,0.2]}}"))
        .isEqualTo(new AudioReceived(6400));
  }

  @Test
  void read_refusedChunk_givesTheReason() {
    assertThat(
            MessageReader.read(
                "{\"type\":\"audio_chunk\",\"acknowledged\":false,\"data\":null,"
                    + "\"error\":{\"message\":\"odd size\"}}"))
        .isEqualTo(new AudioRefused("odd size"));
  }

  @Test
  void read_lifecycle_isTold() {
    assertThat(MessageReader.read("{\"type\":\"end_session\"}")).isEqualTo(new SessionEnded());
    assertThat(MessageReader.read("{\"type\":\"stop_recording\",\"acknowledged\":true}"))
        .isEqualTo(new StopReceived());
    assertThat(MessageReader.read("{\"type\":\"error\",\"error\":{\"message\":\"bad\"}}"))
        .isEqualTo(new Failed("bad"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "not json",
        "{\"type\":7}",
        "{\"type\":\"speech_start\",\"data\":{\"time\":0.18,\"channel\":0}}",
        "{\"type\":\"transcript\",\"data\":null}",
        "{\"type\":\"transcript\",\"data\":{\"id\":\"a\"}}",
        "{\"type\":\"audio_chunk\",\"acknowledged\":true,\"data\":{\"byte_range\":\"x\"}}"
      })
  void read_unknownOrBroken_isPassedOver(String text) {
    assertThat(MessageReader.read(text)).isEqualTo(new Other());
  }
}
