package io.roomscribe.security;

/**
 * Who is asking, and for which rooms.
 *
 * <p>Three kinds exist: holders of the API key (all rooms), holders of a LiveKit access token (one
 * room: {@code roomAdmin} manages, {@code roomJoin} reads), and nobody.
 */
public interface Caller {

  /** May read sessions, captions and transcripts of the room. */
  boolean mayRead(String room);

  /** May start and stop sessions of the room. */
  boolean mayManage(String room);

  /** May read every room, and therefore list without naming one. */
  boolean readsAllRooms();

  /** For logs: {@code api-key} or {@code livekit:<identity>}; never a secret. */
  String name();
}
