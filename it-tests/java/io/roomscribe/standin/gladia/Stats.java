package io.roomscribe.standin.gladia;

import java.util.List;

/**
 * What a stand-in has seen so far.
 *
 * @param sessionsActive sessions that take a concurrency slot
 * @param rejectedPosts POSTs not answered with 201
 * @param sessions oldest first; deleted ones are gone
 */
public record Stats(int sessionsActive, int rejectedPosts, List<Session> sessions) {

  /**
   * One session.
   *
   * @param state {@code WAITING OPEN FINISHING ENDED DONE}
   * @param requestJson body of the POST as it was sent
   * @param connections sockets opened on its URL
   * @param bytesReceived audio bytes over all connections, doubled ones included
   * @param bytesAccepted audio bytes that count (were acknowledged)
   * @param transcript all finals so far, in order of time
   */
  public record Session(
      String id,
      String state,
      String requestJson,
      int connections,
      long bytesReceived,
      long bytesAccepted,
      String transcript) {}

  /** Sockets opened over all sessions. */
  public int connections() {
    return sessions.stream().mapToInt(Session::connections).sum();
  }

  /** Accepted bytes over all sessions. */
  public long bytesAccepted() {
    return sessions.stream().mapToLong(Session::bytesAccepted).sum();
  }
}
