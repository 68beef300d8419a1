package io.roomscribe.transcription.gladia;

import java.net.URI;

/**
 * A session as Gladia answered its opening.
 *
 * @param id the session's id
 * @param socket address of its WebSocket, to be used as it is; whoever has it is in
 */
record GladiaSession(String id, URI socket) {

  /** Enough of the id to find the session again; the address holds a token and stays out. */
  @Override
  public String toString() {
    return id.substring(0, Math.min(8, id.length()));
  }
}
