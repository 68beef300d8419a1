package io.roomscribe.standin.gladia;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one session says: to its socket and its callback, each as far as the request wants it, and
 * into the record that GET returns.
 *
 * <p>Threading: confined to the lane.
 */
final class Messenger {

  /** Kinds of messages, named as the {@code receive_} flags are. */
  static final String PARTIALS = "partial_transcripts";

  static final String FINALS = "final_transcripts";
  static final String SPEECH = "speech_events";
  static final String ACKS = "acknowledgments";
  static final String POST = "post_processing_events";
  static final String LIFECYCLE = "lifecycle_events";

  private final String sessionId;
  private final SessionRequest request;
  private final Callbacks callbacks;
  private final List<String> said = new ArrayList<>();
  private @Nullable Link link;

  Messenger(String sessionId, SessionRequest request, Callbacks callbacks) {
    this.sessionId = sessionId;
    this.request = request;
    this.callbacks = callbacks;
  }

  /** Where messages go from now on; null while nobody is connected, and they are lost. */
  void use(@Nullable Link newLink) {
    link = newLink;
  }

  /** A message without more than its type. */
  void say(String kind, String type) {
    deliver(kind, envelope(type), true);
  }

  /** A message with data. */
  void say(String kind, String type, JsonNode data) {
    say(kind, type, data, true);
  }

  /** A message with data, which a fault may keep from the socket. */
  void say(String kind, String type, JsonNode data, boolean toSocket) {
    ObjectNode message = envelope(type);
    message.set("data", data);
    deliver(kind, message, toSocket);
  }

  /** A post-processing result: an {@code error} that is null, then data. */
  void sayResult(String type, JsonNode data) {
    ObjectNode message = envelope(type);
    message.putNull("error");
    message.set("data", data);
    deliver(POST, message, true);
  }

  /** The acknowledgement of a message. */
  void acknowledge(String type, JsonNode data) {
    ObjectNode message = envelope(type).put("acknowledged", true);
    message.putNull("error");
    message.set("data", data);
    deliver(ACKS, message, true);
  }

  /** The refusal of a message. */
  void refuse(String type, String why) {
    ObjectNode message = envelope(type).put("acknowledged", false);
    message.set("error", Json.object().put("message", why));
    message.putNull("data");
    deliver(ACKS, message, true);
  }

  /** To the callback only: the socket never hears of its own beginning. */
  void sayStarted() {
    callbacks.post(request, LIFECYCLE, sessionId, envelope("start_session"));
  }

  /** The JSON texts of everything said, acknowledgements left out. */
  ArrayNode record() {
    ArrayNode texts = Json.array();
    said.forEach(texts::add);
    return texts;
  }

  private void deliver(String kind, ObjectNode message, boolean toSocket) {
    callbacks.post(request, kind, sessionId, message);
    if (!request.sendsToSocket(kind)) {
      return;
    }
    String text = message.toString();
    if (!kind.equals(ACKS)) {
      said.add(text);
    }
    if (link != null && toSocket) {
      link.send(text);
    }
  }

  private ObjectNode envelope(String type) {
    ObjectNode message = Json.object();
    message.put("type", type).put("session_id", sessionId).put("created_at", Json.now());
    return message;
  }
}
