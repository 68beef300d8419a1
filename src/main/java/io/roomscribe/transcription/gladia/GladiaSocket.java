package io.roomscribe.transcription.gladia;

import java.net.URI;
import java.nio.ByteBuffer;

/**
 * One connection to a session.
 *
 * <p>Threading: methods are called on the stream's lane, and {@link Events} arrive there.
 *
 * <p>Sending: one send at a time; {@link Events#sent} frees the way for the next.
 */
interface GladiaSocket {

  /** Close code of an orderly end. */
  int NORMAL_CLOSURE = 1000;

  /** Stands for a connection that broke without a close. */
  int ABNORMAL_CLOSURE = 1006;

  /** Sends audio; the buffer is not to be touched until {@link Events#sent}. */
  void sendAudio(ByteBuffer audio);

  /** Sends a text message. */
  void sendText(String text);

  /** Says goodbye, which ends the session on Gladia's side, and reports nothing more. */
  void close();

  /** Drops the connection without a word, which leaves the session resumable; reports no more. */
  void drop();

  /** Makes connections. */
  @FunctionalInterface
  interface Dialer {

    /** Starts connecting; one of {@code opened} and {@code refused} follows, later. */
    GladiaSocket dial(URI address, Events events);
  }

  /** What becomes of a connection. After {@code refused} or {@code closed} nothing follows. */
  interface Events {

    /** The handshake succeeded. */
    void opened(GladiaSocket socket);

    /** The handshake was refused with this HTTP status; 0 when there was no answer at all. */
    void refused(GladiaSocket socket, int status);

    /** A text message. */
    void received(GladiaSocket socket, String message);

    /** The last send is done. */
    void sent(GladiaSocket socket);

    /** The connection is over, with this close code. */
    void closed(GladiaSocket socket, int code, String reason);
  }
}
