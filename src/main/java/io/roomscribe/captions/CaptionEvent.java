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
 * @param seq the number of a final's last line; 0 for all others
 * @param text as it goes over the wire, its empty line included
 */
record CaptionEvent(Kind kind, String subject, long seq, String text) {
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
    return of(Kind.PARTIAL, utterance.utteranceId(), 0, json.add("lines", lines));
  }

  /** Stored. */
  static CaptionEvent settled(StoredUtterance utterance) {
    JsonArrayBuilder lines = LineJson.array();
    utterance.lines().forEach(line -> lines.add(LineJson.of(line)));
    JsonObjectBuilder json =
        utterance(utterance.sessionId(), utterance.utteranceId(), utterance.language(), true);
    return of(Kind.FINAL, utterance.utteranceId(), utterance.lastSeq(), json.add("lines", lines));
  }

  /** The session changed, or ended. */
  static CaptionEvent state(Kind kind, SessionChanged change) {
    return of(
        kind,
        "",
        0,
        LineJson.object()
            .add("sessionId", change.sessionId())
            .add("room", change.room())
            .add("state", change.state())
            .add("ended", change.ended())
            .add("cause", change.cause()));
  }

  /** A session that had ended before the viewer came. */
  static CaptionEvent ended(String sessionId) {
    return of(Kind.END, "", 0, LineJson.object().add("sessionId", sessionId).add("ended", true));
  }

  private static JsonObjectBuilder utterance(
      String sessionId, String utteranceId, String language, boolean isFinal) {
    return LineJson.object()
        .add("sessionId", sessionId)
        .add("utteranceId", utteranceId)
        .add("final", isFinal)
        .add("language", language);
  }

  // JSON text holds no line breaks, so one data field does.
  private static CaptionEvent of(Kind kind, String subject, long seq, JsonObjectBuilder json) {
    String id = seq == 0 ? "" : "id: " + seq + "\n";
    String text = id + "event: " + kind.wireName() + "\ndata: " + json.build() + "\n\n";
    return new CaptionEvent(kind, subject, seq, text);
  }
}
