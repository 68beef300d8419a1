package io.roomscribe.rooms;

import java.util.Optional;
import java.util.Set;

/** Finds sessions for those who only read. Threading: any container thread; reads the database. */
public interface SessionDirectory {

  /** The session, running or ended. */
  Optional<SessionSummary> find(String sessionId);

  /** Which of these sessions are over, as stored. */
  Set<String> over(Set<String> sessionIds);
}
