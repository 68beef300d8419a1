package io.roomscribe.rooms;

import io.roomscribe.audio.PcmInput;

/**
 * The connection of one egress to its session, as the ingest endpoint sees it.
 *
 * <p>Threading: called on the connection's container thread; nothing here blocks.
 */
public final class CaptureLine {

  private final RoomSession session;
  private final Capture capture;

  CaptureLine(RoomSession session, Capture capture) {
    this.session = session;
    this.capture = capture;
  }

  /** Where the audio goes. */
  public PcmInput input() {
    return capture.input();
  }

  /**
   * The socket is open.
   *
   * @param hangUp closes it; called once the session no longer wants this capture, possibly after
   *     the socket closed by itself
   */
  public void connected(Runnable hangUp) {
    session.connected(capture, hangUp);
  }

  /** The server has closed the socket, perhaps because it stops. */
  public void dropped(String cause) {
    session.dropped(capture, cause);
  }

  /** The socket is closed, whichever other way. */
  public void disconnected(String cause) {
    session.disconnected(capture, cause);
  }
}
