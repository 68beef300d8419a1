package io.roomscribe.standin.gladia;

/** One WebSocket connection of a session, as the session sees it. None of the calls blocks. */
interface Link {

  /** Sends one text frame; nothing happens if the connection is gone. */
  void send(String text);

  /** Closes with this code after everything sent before. */
  void close(int code, String reason);

  /** Cuts the connection without a closing handshake. */
  void abort();
}
