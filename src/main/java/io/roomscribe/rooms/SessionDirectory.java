package io.roomscribe.rooms;

import java.util.Optional;

/** Finds sessions for those who only read. Threading: any container thread; reads the database. */
public interface SessionDirectory {

  /** The session, running or ended. */
  Optional<SessionSummary> find(String sessionId);
}
