package io.roomscribe.standin.gladia;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * {@code /control}: what Gladia does not have. Needs no key; the stand-in listens on the loopback
 * interface only.
 *
 * <p>{@code POST /control/faults} adds faults ({@link Faults#add}), {@code DELETE /control/faults}
 * removes all, {@code GET /control/stats} tells what was seen, {@code GET
 * /control/sessions/:id/audio} the accepted bytes.
 *
 * <p>Threading: called on the lane.
 */
final class ControlApi {

  static final String PATH = "/control";

  private final Account account;
  private final Faults faults;

  ControlApi(Account account, Faults faults) {
    this.account = account;
    this.faults = faults;
  }

  Reply answer(LiveApi.Request request) {
    String[] parts = request.path().split("/");
    return switch (request.method() + " " + (parts.length > 2 ? parts[2] : "")) {
      case "POST faults" -> {
        faults.add(Json.parse(request.body()));
        yield Reply.empty(204);
      }
      case "DELETE faults" -> {
        faults.clear();
        yield Reply.empty(204);
      }
      case "GET stats" -> Reply.json(200, json(stats()));
      case "GET sessions" ->
          account
              .session(parts.length > 3 ? parts[3] : "")
              .map(session -> Reply.bytes(session.recording.toBytes()))
              .orElseGet(() -> Reply.error(404, request.path()));
      default -> Reply.error(404, request.path());
    };
  }

  Stats stats() {
    return new Stats(
        (int) account.sessions().stream().filter(LiveSession::isActive).count(),
        account.rejectedPosts(),
        account.sessions().stream().map(ControlApi::of).toList());
  }

  private static Stats.Session of(LiveSession session) {
    return new Stats.Session(
        session.id,
        session.state().name(),
        session.request.body().toString(),
        session.connections(),
        session.ledger.received(),
        session.ledger.accepted(),
        session.transcript.result().path("full_transcript").asText());
  }

  private static ObjectNode json(Stats stats) {
    ObjectNode json = Json.object();
    json.put("sessionsActive", stats.sessionsActive());
    json.put("rejectedPosts", stats.rejectedPosts());
    for (Stats.Session session : stats.sessions()) {
      ObjectNode each = json.withArray("/sessions").addObject();
      each.put("id", session.id()).put("state", session.state());
      each.set("request", Json.parse(session.requestJson()));
      each.put("connections", session.connections());
      each.put("bytesReceived", session.bytesReceived());
      each.put("bytesAccepted", session.bytesAccepted());
      each.put("transcript", session.transcript());
    }
    return json;
  }
}
