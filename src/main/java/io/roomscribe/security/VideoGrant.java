package io.roomscribe.security;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The holder of a LiveKit access token: {@code roomAdmin} manages and reads the room the token
 * names, {@code roomJoin} reads it, unless {@code canSubscribe} is false: who may not hear the room
 * does not read it either.
 *
 * <p>A token that names no room grants nothing here, although LiveKit lets it join any room; and
 * {@code roomList} tells which rooms exist, not what is said in them.
 *
 * @param identity the participant's, or empty
 * @param room the room that the token names, or empty
 */
record VideoGrant(String identity, String room, boolean manages, boolean reads) implements Caller {

  static VideoGrant of(@Nullable String identity, Map<String, Object> video) {
    String room = video.get("room") instanceof String named ? named : "";
    boolean admin = Boolean.TRUE.equals(video.get("roomAdmin"));
    boolean hears =
        Boolean.TRUE.equals(video.get("roomJoin"))
            && !Boolean.FALSE.equals(video.get("canSubscribe"));
    return new VideoGrant(identity == null ? "" : identity, room, admin, admin || hears);
  }

  @Override
  public boolean mayRead(String asked) {
    return reads && isOurs(asked);
  }

  @Override
  public boolean mayManage(String asked) {
    return manages && isOurs(asked);
  }

  @Override
  public boolean readsAllRooms() {
    return false;
  }

  @Override
  public String name() {
    return "livekit:" + identity;
  }

  private boolean isOurs(String asked) {
    return !room.isEmpty() && room.equals(asked);
  }
}
