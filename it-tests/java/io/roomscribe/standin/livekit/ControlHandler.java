package io.roomscribe.standin.livekit;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;

/**
 * Scripting by HTTP: {@code POST /control/<action>} with a JSON object, answered by one; {@code GET
 * /control} lists the actions, {@code GET /control/state} tells what is going on.
 *
 * <p>Threading: on HTTP worker threads; blocking. Open to whoever reaches the port: it is a tool
 * for tests.
 *
 * <p>Errors: 400 for a request that makes no sense, 404 for an unknown room, track or egress; the
 * body's {@code error} says which.
 */
final class ControlHandler implements HttpHandler {

  private final Map<String, Action> actions = new TreeMap<>();

  ControlHandler(LiveKitStandIn standIn) {
    actions.putAll(new RoomControls(standIn).actions());
    actions.putAll(new FaultControls(standIn).actions());
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws IOException {
    String name = exchange.getRelativePath().replaceFirst("^/", "");
    byte[] body = exchange.getInputStream().readAllBytes();
    JsonObject answer = new JsonObject();
    int status = 200;
    try {
      Action action = actions.get(name);
      if (name.isEmpty()) {
        actions.forEach((each, it) -> answer.addProperty(each, it.usage()));
      } else if (action == null) {
        throw new NoSuchElementException("no action " + name);
      } else {
        action.body().run(parse(body), answer);
      }
    } catch (NoSuchElementException e) {
      status = 404;
      answer.addProperty("error", e.getMessage());
    } catch (TwirpException e) {
      status = e.status();
      answer.addProperty("error", e.getMessage());
    } catch (IllegalArgumentException | JsonParseException | IllegalStateException e) {
      status = 400;
      answer.addProperty("error", e.getMessage());
    }
    exchange.setStatusCode(status);
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
    exchange.getResponseSender().send(answer.toString());
  }

  private static JsonObject parse(byte[] body) {
    return body.length == 0
        ? new JsonObject()
        : JsonParser.parseString(new String(body, StandardCharsets.UTF_8)).getAsJsonObject();
  }

  /** Something that can be asked for, and how. */
  record Action(String usage, Body body) {}

  /** Carries an action out. */
  interface Body {
    void run(JsonObject request, JsonObject answer) throws IOException;
  }

  /** A text; required. */
  static String text(JsonObject request, String name) {
    if (!request.has(name)) {
      throw new IllegalArgumentException("missing field " + name);
    }
    return request.get(name).getAsString();
  }

  /** A text or what to take instead. */
  static String text(JsonObject request, String name, String otherwise) {
    return request.has(name) ? request.get(name).getAsString() : otherwise;
  }

  /** A claim; false if absent. */
  static boolean flag(JsonObject request, String name) {
    return request.has(name) && request.get(name).getAsBoolean();
  }
}
