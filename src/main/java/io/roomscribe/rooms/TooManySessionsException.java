package io.roomscribe.rooms;

import jakarta.ws.rs.ServiceUnavailableException;

/** This node runs as many sessions as it may. */
final class TooManySessionsException extends ServiceUnavailableException {

  private static final long serialVersionUID = 1L;
  private static final long RETRY_AFTER_SECONDS = 60L;

  TooManySessionsException(int most) {
    super(
        "this node runs " + most + " sessions and takes no more (roomscribe.rooms.max-sessions)",
        RETRY_AFTER_SECONDS);
  }
}
