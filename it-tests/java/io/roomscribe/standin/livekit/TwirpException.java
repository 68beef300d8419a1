package io.roomscribe.standin.livekit;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.util.Locale;

/**
 * An error as Twirp says it: a code with its HTTP status, and a text.
 *
 * <p>Source: the Twirp wire protocol, version 7, "Error codes"; texts as a running livekit-server
 * v1.13.5 gave them.
 */
final class TwirpException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

  private final Code code;
  private final String route;

  TwirpException(Code code, String message) {
    this(code, message, "");
  }

  private TwirpException(Code code, String message, String route) {
    super(message);
    this.code = code;
    this.route = route;
  }

  /** An error from behind the API layer; livekit-server's wrapping shows in its text. */
  static TwirpException wrapped(Code code, String message) {
    return new TwirpException(code, "twirp error unknown: " + message);
  }

  /** A request that fits no method; the route is its method and path. */
  static TwirpException badRoute(String message, String route) {
    return new TwirpException(Code.BAD_ROUTE, message, route);
  }

  int status() {
    return code.status;
  }

  String body() {
    JsonObject body = new JsonObject();
    body.addProperty("code", code.name().toLowerCase(Locale.ROOT));
    body.addProperty("msg", getMessage());
    if (!route.isEmpty()) {
      JsonObject meta = new JsonObject();
      meta.addProperty("twirp_invalid_route", route);
      body.add("meta", meta);
    }
    return JSON.toJson(body);
  }

  /** The codes the stand-in uses. */
  enum Code {
    MALFORMED(400),
    INVALID_ARGUMENT(400),
    UNAUTHENTICATED(401),
    NOT_FOUND(404),
    BAD_ROUTE(404),
    DEADLINE_EXCEEDED(408),
    FAILED_PRECONDITION(412),
    RESOURCE_EXHAUSTED(429),
    INTERNAL(500),
    UNIMPLEMENTED(501),
    UNAVAILABLE(503);

    private final int status;

    Code(int status) {
      this.status = status;
    }
  }
}
