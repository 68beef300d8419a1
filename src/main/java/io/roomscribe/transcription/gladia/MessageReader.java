package io.roomscribe.transcription.gladia;

import io.roomscribe.transcription.Utterance;
import io.roomscribe.transcription.Word;
import io.roomscribe.transcription.gladia.GladiaMessage.AudioReceived;
import io.roomscribe.transcription.gladia.GladiaMessage.AudioRefused;
import io.roomscribe.transcription.gladia.GladiaMessage.Failed;
import io.roomscribe.transcription.gladia.GladiaMessage.Other;
import io.roomscribe.transcription.gladia.GladiaMessage.SessionEnded;
import io.roomscribe.transcription.gladia.GladiaMessage.StopReceived;
import io.roomscribe.transcription.gladia.GladiaMessage.Transcript;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads Gladia's messages; unknown types and fields, and whatever is not understood, are passed
 * over. Stateless.
 *
 * <p>Units: Gladia's float seconds become ms. Gladia puts a space before text and words, here they
 * are trimmed. Source: Gladia's AsyncAPI document; the end of a byte range is taken as exclusive,
 * as Gladia's own SDK does.
 */
final class MessageReader {

  private MessageReader() {}

  static GladiaMessage read(String text) {
    JsonObject message = Fields.parse(text);
    return switch (Fields.text(message, "type")) {
      case "transcript" -> transcript(Fields.object(message, "data"));
      case "audio_chunk" -> audioAcknowledgement(message);
      case "stop_recording" -> new StopReceived();
      case "end_session" -> new SessionEnded();
      case "error" -> new Failed(reason(message));
      default -> new Other();
    };
  }

  private static GladiaMessage transcript(JsonObject data) {
    JsonObject said = Fields.object(data, "utterance");
    String id = Fields.text(data, "id");
    if (id.isEmpty() || said.isEmpty()) {
      return new Other();
    }
    return new Transcript(utterance(id, Fields.isTrue(data, "is_final"), said));
  }

  /** An utterance as it appears in messages and results alike. */
  static Utterance utterance(String id, boolean isFinal, JsonObject said) {
    return new Utterance(
        id,
        (int) Fields.number(said, "channel", 0),
        isFinal,
        ms(said, "start"),
        ms(said, "end"),
        Fields.text(said, "text").strip(),
        Fields.text(said, "language"),
        Fields.number(said, "confidence", 0),
        words(said));
  }

  private static List<Word> words(JsonObject said) {
    return Fields.list(said, "words").stream()
        .filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast)
        .map(
            word ->
                new Word(
                    Fields.text(word, "word").strip(),
                    ms(word, "start"),
                    ms(word, "end"),
                    Fields.number(word, "confidence", 0)))
        .filter(word -> !word.text().isEmpty())
        .toList();
  }

  private static GladiaMessage audioAcknowledgement(@Nullable JsonObject message) {
    if (Fields.isFalse(message, "acknowledged")) {
      return new AudioRefused(reason(message));
    }
    List<JsonValue> range = Fields.list(Fields.object(message, "data"), "byte_range");
    return range.size() == 2 && range.get(1) instanceof JsonNumber end
        ? new AudioReceived(end.longValue())
        : new Other();
  }

  private static String reason(@Nullable JsonObject message) {
    String nested = Fields.text(Fields.object(message, "error"), "message");
    return nested.isEmpty() ? Fields.text(Fields.object(message, "data"), "message") : nested;
  }

  private static long ms(JsonObject from, String name) {
    return Math.round(Fields.number(from, name, 0) * 1000);
  }
}
