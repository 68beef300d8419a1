package io.roomscribe.standin.gladia;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What GET says about a session, and the messages that hold the same.
 *
 * <p>Threading: called on the lane.
 */
final class SessionResult {

  private SessionResult() {}

  /** The session as {@code GET /v2/live/:id} returns it. */
  static ObjectNode of(LiveSession session) {
    boolean done = session.state() == LiveSession.State.DONE;
    ObjectNode body = Json.object();
    body.put("id", session.id).put("request_id", "G-" + session.id.substring(0, 8));
    body.put("version", 2).put("kind", "live").put("status", status(session));
    body.put("created_at", session.createdAt);
    body.put("completed_at", done ? session.completedAt() : null);
    body.set("custom_metadata", session.request.body().get("custom_metadata"));
    body.putNull("error_code");
    body.set("post_session_metadata", session.postSessionMetadata());
    body.set("file", done ? file(session) : null);
    body.set("request_params", session.request.completed());
    body.set("result", done ? result(session) : null);
    return body;
  }

  /** The data of post_final_transcript. */
  static ObjectNode finalTranscript(LiveSession session) {
    ObjectNode data = Json.object();
    data.set("metadata", metadata(session));
    data.set("transcription", session.transcript.result());
    if (session.request.summarises()) {
      data.set("summarization", wrapped(summaryText(session)));
    }
    return data;
  }

  /** The data of post_summarization. */
  static ObjectNode summary(LiveSession session) {
    return Json.object().put("results", summaryText(session));
  }

  private static ObjectNode result(LiveSession session) {
    ObjectNode result = finalTranscript(session);
    result.set("messages", session.messenger.record());
    return result;
  }

  private static String status(LiveSession session) {
    return switch (session.state()) {
      case WAITING -> "queued";
      case OPEN, FINISHING, ENDED -> "processing";
      case DONE -> "done";
    };
  }

  private static ObjectNode metadata(LiveSession session) {
    double seconds = Json.seconds(session.ledger.acceptedS());
    return Json.object()
        .put("audio_duration", seconds)
        .put("number_of_distinct_channels", session.request.channels())
        .put("billing_time", Math.floor(seconds) * session.request.channels())
        .put("transcription_time", Json.seconds(seconds / 10));
  }

  private static ObjectNode file(LiveSession session) {
    ObjectNode file = Json.object();
    file.put("id", session.id).put("filename", session.id + ".wav").putNull("source");
    file.put("audio_duration", Json.seconds(session.ledger.acceptedS()));
    return file.put("number_of_channels", session.request.channels());
  }

  /** The first words stand for a summary: the stand-in understands nothing. */
  private static String summaryText(LiveSession session) {
    String text = session.transcript.result().path("full_transcript").asText();
    return text.length() <= 80 ? text : text.substring(0, 80);
  }

  private static ObjectNode wrapped(String results) {
    ObjectNode wrapped = Json.object();
    wrapped.put("success", true).put("is_empty", results.isEmpty()).put("exec_time", 0.1);
    wrapped.putNull("error");
    return wrapped.put("results", results);
  }
}
