package io.roomscribe.ingest.rtmp;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What a relay asks before it lets somebody do something, or tells afterwards.
 *
 * @param deed what it is about
 * @param sessionId the stream's name, the last part of its path
 * @param key of who asks; empty when there is none
 * @param connection the relay's name for the connection; empty when it has none
 */
record RelayQuestion(Deed deed, String sessionId, String key, String connection) {

  /** What somebody does at a relay. */
  enum Deed {
    PUBLISH,
    PUBLISHED,
    PLAY,
    OTHER
  }

  /**
   * Reads a form as nginx-rtmp's notify module posts it: call, name, clientid, and what stands in
   * the query of the publisher's URL.
   *
   * @throws IllegalArgumentException when it is no form
   */
  static RelayQuestion ofNginx(String form) {
    Map<String, String> fields = fields(form);
    Deed deed =
        switch (fields.getOrDefault("call", "")) {
          case "publish" -> Deed.PUBLISH;
          case "publish_done" -> Deed.PUBLISHED;
          case "play" -> Deed.PLAY;
          default -> Deed.OTHER;
        };
    return new RelayQuestion(
        deed,
        fields.getOrDefault("name", ""),
        fields.getOrDefault("key", ""),
        fields.getOrDefault("clientid", ""));
  }

  /**
   * Reads what MediaMTX posts with authMethod http: action, path, query, id.
   *
   * @throws IllegalArgumentException when it is no such JSON
   */
  static RelayQuestion ofMediaMtx(String json) {
    JsonObject question;
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      question = reader.readObject();
    } catch (JsonException e) {
      throw new IllegalArgumentException("no JSON object", e);
    }
    Deed deed =
        switch (question.getString("action", "")) {
          case "publish" -> Deed.PUBLISH;
          case "read" -> Deed.PLAY;
          default -> Deed.OTHER;
        };
    String path = question.getString("path", "");
    return new RelayQuestion(
        deed,
        path.substring(path.lastIndexOf('/') + 1),
        fields(question.getString("query", "")).getOrDefault("key", ""),
        question.getString("id", ""));
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "deed=" + deed + " name=" + sessionId.replaceAll("[^\\w-]", "?");
  }

  private static Map<String, String> fields(String form) {
    Map<String, String> fields = new HashMap<>();
    Arrays.stream(form.split("&"))
        .map(field -> field.split("=", 2))
        .filter(field -> field.length == 2)
        .forEach(field -> fields.putIfAbsent(decoded(field[0]), decoded(field[1])));
    return fields;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
