package io.roomscribe.rooms;

/** The room's session is another node's. */
class RunsElsewhereException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient SessionView session;

  RunsElsewhereException(SessionView session) {
    super("session " + session.id() + " runs on another node");
    this.session = session;
  }

  /** As it was stored last. */
  SessionView session() {
    return session;
  }
}
