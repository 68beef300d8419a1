package io.roomscribe.transcripts;

import io.roomscribe.rooms.SessionDirectory;
import io.roomscribe.rooms.SessionSummary;
import io.roomscribe.security.Caller;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotFoundException;

/** The sessions that the caller of this request may read. */
@RequestScoped
class ReadableSessions {

  @Inject SessionDirectory sessions;
  @Inject Caller caller;

  /**
   * The session of that id.
   *
   * @throws NotFoundException when there is none
   * @throws ForbiddenException when the credential does not cover its room
   */
  SessionSummary find(String id) {
    SessionSummary session =
        sessions.find(id).orElseThrow(() -> new NotFoundException("there is no session " + id));
    if (!caller.mayRead(session.room())) {
      throw new ForbiddenException("your credential does not cover this session's room");
    }
    return session;
  }
}
