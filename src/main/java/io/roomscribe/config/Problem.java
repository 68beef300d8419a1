package io.roomscribe.config;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.core.Response;

/**
 * What went wrong, in the form of RFC 9457.
 *
 * <p>All problems are of the type {@code about:blank}: the status says which, the detail says what
 * to do about it.
 *
 * @param status the HTTP status
 * @param detail a sentence for the caller; nothing of our insides
 * @param instance path of the request
 */
record Problem(int status, String detail, String instance) {

  static final String MEDIA_TYPE = "application/problem+json";

  String title() {
    Response.Status known = Response.Status.fromStatusCode(status);
    if (known != null) {
      return known.getReasonPhrase();
    }
    return status == 422 ? "Unprocessable Content" : "HTTP " + status;
  }

  JsonObject toJson() {
    return Json.createObjectBuilder()
        .add("type", "about:blank")
        .add("title", title())
        .add("status", status)
        .add("detail", detail)
        .add("instance", instance)
        .build();
  }
}
