package io.roomscribe.standin.gladia;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sessions of the one account there is.
 *
 * <p>Threading: confined to the lane.
 */
final class Account {

  private final Map<String, LiveSession> byId = new LinkedHashMap<>();
  private final LiveSession.Shared shared;
  private int rejectedPosts;

  Account(LiveSession.Shared shared) {
    this.shared = shared;
  }

  /** A new session; empty while as many as allowed are active. */
  Optional<LiveSession> open(SessionRequest request) {
    long active = byId.values().stream().filter(LiveSession::isActive).count();
    if (active >= shared.options().concurrentSessions()) {
      return Optional.empty();
    }
    LiveSession session = new LiveSession(request, shared);
    byId.put(session.id, session);
    return Optional.of(session);
  }

  /** A POST was refused, for whatever reason. */
  void countRejection() {
    rejectedPosts++;
  }

  int rejectedPosts() {
    return rejectedPosts;
  }

  Optional<LiveSession> session(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  Optional<LiveSession> withToken(String token) {
    return byId.values().stream().filter(session -> session.token.equals(token)).findFirst();
  }

  void forget(LiveSession session) {
    byId.remove(session.id);
  }

  /** Oldest first. */
  List<LiveSession> sessions() {
    return new ArrayList<>(byId.values());
  }

  void cutLinks() {
    byId.values().forEach(LiveSession::cutLink);
  }

  void close() {
    byId.values().forEach(LiveSession::close);
  }
}
