package io.roomscribe.rooms;

/** Keeps the audio of sessions that want it kept. Threading: safe from any thread. */
public interface Recorder {

  /**
   * Where the session's mix goes from now on. Of a session that was recorded before, such as by a
   * process that was killed, the recording goes on.
   */
  BlockSink record(String sessionId);

  /**
   * How the recording of a session is doing that asked for one; may look at the disk.
   *
   * @param over the session has ended
   */
  SessionView.RecordingView view(String sessionId, boolean over);
}
