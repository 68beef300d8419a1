package io.roomscribe.ingest.rtmp;

import io.roomscribe.audio.PcmInput;
import io.roomscribe.rooms.CaptureLine;

/** A session as whoever feeds it sees it; nothing here blocks. */
interface SessionLine {

  /** Where the audio goes. */
  PcmInput input();

  /**
   * A publisher is connected.
   *
   * @param hangUp disconnects it; called from any thread, must not block
   */
  void connected(Runnable hangUp);

  /** The publisher is gone. */
  void disconnected(String cause);

  /** A session's own line. */
  static SessionLine of(CaptureLine line) {
    return new SessionLine() {
      @Override
      public PcmInput input() {
        return line.input();
      }

      @Override
      public void connected(Runnable hangUp) {
        line.connected(hangUp);
      }

      @Override
      public void disconnected(String cause) {
        line.disconnected(cause);
      }
    };
  }
}
