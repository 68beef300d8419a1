package io.roomscribe.standin.gladia;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * An HTTP answer, errors in Gladia's form.
 *
 * @param status HTTP status
 * @param contentType empty without a body
 * @param body bytes of the body
 */
record Reply(int status, String contentType, byte[] body) {

  private static final String JSON = "application/json; charset=utf-8";
  private static final Map<Integer, String> MESSAGES =
      Map.of(
          401, "gladia key not found",
          403, "Forbidden",
          404, "Not found",
          429, "Too many concurrent sessions",
          500, "Internal server error");

  static Reply json(int status, JsonNode body) {
    return new Reply(status, JSON, body.toString().getBytes(StandardCharsets.UTF_8));
  }

  static Reply empty(int status) {
    return new Reply(status, "", new byte[0]);
  }

  static Reply bytes(byte[] body) {
    return new Reply(200, "application/octet-stream", body);
  }

  /** An error with the message that usually goes with its status. */
  static Reply error(int status, String path) {
    return error(status, path, MESSAGES.getOrDefault(status, "Error"));
  }

  static Reply error(int status, String path, String message) {
    return json(status, problem(status, path, message));
  }

  /** The 400 of a body that breaks rules. */
  static Reply invalid(String path, List<String> errors) {
    ObjectNode body = problem(400, path, "Invalid parameter(s)");
    errors.forEach(body.putArray("validation_errors")::add);
    return json(400, body);
  }

  void send(HttpServerExchange exchange) {
    exchange.setStatusCode(status);
    exchange.getResponseHeaders().put(new HttpString("x-gladia-request-id"), requestId());
    if (!contentType.isEmpty()) {
      exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, contentType);
    }
    exchange.getResponseSender().send(ByteBuffer.wrap(body));
  }

  private static ObjectNode problem(int status, String path, String message) {
    ObjectNode body = Json.object();
    body.put("timestamp", Json.now()).put("path", path).put("request_id", requestId());
    return body.put("statusCode", status).put("message", message);
  }

  private static String requestId() {
    return "G-" + UUID.randomUUID().toString().substring(0, 8);
  }
}
