package io.roomscribe.captions;

import io.roomscribe.rooms.SessionChanged;
import io.roomscribe.rooms.SpokenUtterance;
import io.roomscribe.transcripts.LineJson;
import io.roomscribe.transcripts.StoredUtterance;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;

/**
 * A server-sent event, encoded once for all viewers.
 *
 * @param kind what it is
 * @param subject a later event of the same subject replaces it; the utterance's id
 * @param firstSeq the number of a final's first line; 0 for all others
 * @param seq the number of a final's last line; 0 for all others
 * @param text as it goes over the wire, its empty line included
 */
record CaptionEvent(Kind kind, String subject, long firstSeq, long seq, String text) {
  /** Events by name. */
  enum Kind {
    PARTIAL,
    FINAL,
    STATE,
    END;

    String wireName() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Not settled, or settled and not stored yet. */
  static CaptionEvent partial(SpokenUtterance utterance) {
    JsonArrayBuilder lines = LineJson.array();
    utterance.lines().forEach(line -> lines.add(LineJson.of(line)));
    JsonObjectBuilder json =
        utterance(utterance.sessionId(), utterance.utteranceId(), utterance.language(), false);
    return of(Kind.PARTIAL, utterance.utteranceId(), json.add("lines", lines));
  }

  /** Stored. */
  static CaptionEvent settled(StoredUtterance utterance) {
    JsonArrayBuilder lines = LineJson.array();
    utterance.lines().forEach(line -> lines.add(LineJson.of(line)));
    JsonObjectBuilder json =
        utterance(utterance.sessionId(), utterance.utteranceId(), utterance.language(), true);
    long seq = utterance.lastSeq();
    String text = "id: " + seq + "\n" + text(Kind.FINAL, json.add("lines", lines));
    return new CaptionEvent(
        Kind.FINAL, utterance.utteranceId(), utterance.lines().get(0).seq(), seq, text);
  }

  /** The session changed, or ended. */
  static CaptionEvent state(Kind kind, SessionChanged change) {
    return of(
        kind,
        "",
        LineJson.object()
            .add("sessionId", change.sessionId())
            .add("room", change.room())
            .add("state", change.state())
            .add("ended", change.ended())
            .add("cause", change.cause()));
  }

  /** A session that had ended before the viewer came. */
  static CaptionEvent ended(String sessionId) {
    return of(Kind.END, "", LineJson.object().add("sessionId", sessionId).add("ended", true));
  }

  private static JsonObjectBuilder utterance(
      String sessionId, String utteranceId, String language, boolean isFinal) {
    return LineJson.object()
        .add("sessionId", sessionId)
        .add("utteranceId", utteranceId)
        .add("final", isFinal)
        .add("language", language);
  }

  private static CaptionEvent of(Kind kind, String subject, JsonObjectBuilder json) {
    return new CaptionEvent(kind, subject, 0, 0, text(kind, json));
  }

  // JSON text holds no line breaks, so one data field does.
  private static String text(Kind kind, JsonObjectBuilder json) {
    return "event: " + kind.wireName() + "\ndata: " + json.build() + "\n\n";
  }
}
