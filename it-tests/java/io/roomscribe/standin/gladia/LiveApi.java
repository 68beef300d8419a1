package io.roomscribe.standin.gladia;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomscribe.standin.speech.Wav;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code /v2/live} over HTTP: opening sessions and fetching what became of them.
 *
 * <p>Threading: called on the lane.
 *
 * <p>Source: Gladia's OpenAPI. The body of 429 is undocumented; it has the form of all others.
 */
final class LiveApi {

  static final String PATH = "/v2/live";

  private static final Set<String> REGIONS = Set.of("us-west", "eu-west");
  private static final int LARGEST_METADATA = 100_000;

  private final Account account;
  private final Faults faults;
  private final String key;

  /**
   * A request, read whole.
   *
   * @param key the x-gladia-key header; empty without
   * @param host as the client calls us, for URLs in answers
   * @param query first value of each parameter
   */
  record Request(
      String method, String path, String key, String host, Map<String, String> query, String body) {

    private String id() {
      String[] parts = path.split("/");
      return parts.length > 3 ? parts[3] : "";
    }

    private boolean isFor(String wanted, int parts) {
      return method.equals(wanted) && path.split("/").length == parts;
    }
  }

  LiveApi(Account account, Faults faults, String key) {
    this.account = account;
    this.faults = faults;
    this.key = key;
  }

  Reply answer(Request request) {
    if (request.isFor("POST", 3)) {
      Reply reply = post(request);
      if (reply.status() != 201) {
        account.countRejection();
      }
      return reply;
    }
    if (isRefused(request)) {
      return unauthorised(request);
    }
    if (request.isFor("GET", 3)) {
      return Reply.json(200, list(request));
    }
    Optional<LiveSession> session = account.session(request.id());
    if (session.isEmpty()) {
      return Reply.error(404, request.path(), "Transcription not found");
    }
    return answer(request, session.get());
  }

  private boolean isRefused(Request request) {
    return faults.refusesKeys() || !key.equals(request.key());
  }

  private Reply answer(Request request, LiveSession session) {
    boolean done = session.state() == LiveSession.State.DONE;
    if (request.isFor("GET", 4)) {
      return Reply.json(200, SessionResult.of(session));
    }
    if (request.isFor("GET", 5) && request.path().endsWith("/file")) {
      return done ? Reply.bytes(wav(session)) : Reply.error(404, request.path());
    }
    if (request.isFor("DELETE", 4)) {
      if (!done) {
        return Reply.error(403, request.path(), "Transcription cannot be deleted yet");
      }
      account.forget(session);
      return Reply.empty(202);
    }
    return request.isFor("PATCH", 4) ? patch(request, session) : Reply.error(404, request.path());
  }

  private Reply post(Request request) {
    Optional<Integer> rejection = faults.nextPostRejection();
    if (rejection.isPresent()) {
      return rejection.get() == 400
          ? Reply.invalid(request.path(), List.of("injected fault"))
          : Reply.error(rejection.get(), request.path());
    }
    if (isRefused(request)) {
      return unauthorised(request);
    }
    JsonNode body = Json.parse(request.body());
    List<String> errors = new ArrayList<>(SessionRequest.errors(body));
    String region = request.query().get("region");
    if (region != null && !REGIONS.contains(region)) {
      errors.add("region must be one of the following values: us-west, eu-west");
    }
    if (!errors.isEmpty()) {
      return Reply.invalid(request.path(), errors);
    }
    return account
        .open(new SessionRequest((ObjectNode) body))
        .map(session -> Reply.json(201, created(session, request.host())))
        .orElseGet(() -> Reply.error(429, request.path()));
  }

  private static ObjectNode created(LiveSession session, String host) {
    ObjectNode created = Json.object();
    created.put("id", session.id).put("created_at", session.createdAt);
    return created.put("url", "ws://" + host + PATH + "?token=" + session.token);
  }

  private Reply patch(Request request, LiveSession session) {
    if (request.body().length() > LARGEST_METADATA) {
      return Reply.error(413, request.path(), "Payload too large");
    }
    JsonNode metadata = Json.parse(request.body()).path("post_session_metadata");
    if (!(metadata instanceof ObjectNode object)) {
      return Reply.invalid(request.path(), List.of("post_session_metadata must be an object"));
    }
    session.postSessionMetadata(object);
    return Reply.empty(204);
  }

  /** Newest first; filters by status only. */
  private ObjectNode list(Request request) {
    List<LiveSession> sessions = account.sessions();
    Collections.reverse(sessions);
    int offset = number(request, "offset", 0);
    int limit = number(request, "limit", 20);
    String status = request.query().get("status");
    List<ObjectNode> matching =
        sessions.stream()
            .map(SessionResult::of)
            .filter(each -> status == null || status.equals(each.path("status").asText()))
            .toList();
    ArrayNode items = Json.array();
    matching.stream().skip(offset).limit(limit).forEach(items::add);
    ObjectNode page = Json.object();
    page.put("first", PATH + "?offset=0&limit=" + limit);
    page.put("current", PATH + "?offset=" + offset + "&limit=" + limit);
    boolean more = offset + limit < matching.size();
    page.put("next", more ? PATH + "?offset=" + (offset + limit) + "&limit=" + limit : null);
    page.set("items", items);
    return page;
  }

  private static int number(Request request, String name, int otherwise) {
    try {
      return Integer.parseInt(request.query().getOrDefault(name, String.valueOf(otherwise)));
    } catch (NumberFormatException notOne) {
      return otherwise;
    }
  }

  private static byte[] wav(LiveSession session) {
    short[][] channels = new AudioIntake(session.request).take(session.recording.toBytes());
    short[] interleaved = new short[channels.length * channels[0].length];
    for (int i = 0; i < interleaved.length; i++) {
      interleaved[i] = channels[i % channels.length][i / channels.length];
    }
    return new Wav(Recogniser.RATE_HZ, channels.length, interleaved).toBytes();
  }

  private static Reply unauthorised(Request request) {
    String message = request.key().isEmpty() ? "no gladia key provided" : "gladia key not found";
    return Reply.error(401, request.path(), message);
  }
}
