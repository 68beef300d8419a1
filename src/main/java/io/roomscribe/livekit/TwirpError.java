package io.roomscribe.livekit;

import io.roomscribe.rooms.GatewayException;
import io.roomscribe.rooms.GatewayException.Category;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.Locale;

/**
 * A refusal by LiveKit's API: Twirp's {@code {"code", "msg"}}, or what a proxy or the server's
 * access check put in its place.
 *
 * @param status the HTTP status
 * @param code Twirp's code; empty when the body is not Twirp's
 * @param message in the server's words, without the secrets it repeats
 */
record TwirpError(int status, String code, String message) {

  private static final int LONGEST_MESSAGE = 300;

  static TwirpError of(int status, String body) {
    try (JsonReader reader = Json.createReader(new StringReader(body))) {
      JsonObject json = reader.readObject();
      return new TwirpError(status, json.getString("code", ""), clean(json.getString("msg", "")));
    } catch (JsonException | ClassCastException e) {
      return new TwirpError(status, "", clean(body.strip()));
    }
  }

  /**
   * What is to be done about it. The words count more than the code: the same lack of an egress
   * comes as unavailable, permission_denied or internal, depending on which part of the server
   * noticed it first.
   */
  Category category() {
    String words = message.toLowerCase(Locale.ROOT);
    if (status == 429 || code.equals("resource_exhausted") || isQuota(words)) {
      return Category.QUOTA;
    }
    if (isLackOfCapacity(words)) {
      return Category.NO_CAPACITY;
    }
    if (words.contains("redis required")) {
      return Category.INVALID_REQUEST;
    }
    return code.isEmpty() ? byStatus() : byCode();
  }

  /** The refusal as the gateway reports it. */
  GatewayException toException(String what) {
    String hint = "";
    if (message.contains("redis required")) {
      hint = ": egress works only where livekit-server and egress share a Redis";
    } else if (status >= 300 && status < 400) {
      hint = ": LIVEKIT_HTTP_URL is redirected; set it to where it leads";
    } else if (category() == Category.UNSUPPORTED) {
      hint = ": this LiveKit server is too old for it";
    } else if (code.isEmpty() && status == 404) {
      hint = ": that does not look like a LiveKit server; is LIVEKIT_HTTP_URL right?";
    }
    String label = code.isEmpty() ? "HTTP " + status : status + " " + code;
    return new GatewayException(category(), what + ": " + label + " (" + message + ")" + hint);
  }

  private Category byCode() {
    return switch (code) {
      case "not_found" -> Category.NOT_FOUND;
      case "unauthenticated", "permission_denied" -> Category.UNAUTHORIZED;
      case "unimplemented", "bad_route" -> Category.UNSUPPORTED;
      case "invalid_argument", "malformed", "failed_precondition", "out_of_range" ->
          Category.INVALID_REQUEST;
      default -> Category.UNKNOWN_OUTCOME;
    };
  }

  /** A 404 that is not Twirp's comes from a proxy and says nothing about the room. */
  private Category byStatus() {
    if (status == 401 || status == 403) {
      return Category.UNAUTHORIZED;
    }
    boolean isOurs = status >= 300 && status < 500 && status != 404 && status != 408;
    return isOurs ? Category.INVALID_REQUEST : Category.UNKNOWN_OUTCOME;
  }

  private static boolean isQuota(String words) {
    return words.contains("quota")
        || words.contains("limit exceeded")
        || words.contains("sessions limit");
  }

  private static boolean isLackOfCapacity(String words) {
    return words.contains("no response from servers")
        || words.contains("not enough cpu")
        || words.contains("cpu exhausted")
        || words.contains("server is shutting down");
  }

  private static String clean(String text) {
    String shown = Secrets.removedFrom(text);
    return shown.length() <= LONGEST_MESSAGE ? shown : shown.substring(0, LONGEST_MESSAGE) + "…";
  }
}
