package io.roomscribe.rooms;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An egress as the server last reported it.
 *
 * @param egressId the server's id
 * @param room the room's name
 * @param trackId the captured track; empty for egresses of more than one
 * @param captureUrl the WebSocket or RTMP URL it dials, as far as the server shows it; holds a
 *     token: never log. Empty for egresses that dial nobody
 * @param status where it is in its life
 * @param startedAt when the first audio packet reached it; null before
 * @param error why it ended, in the server's words; empty if it did not fail
 */
public record EgressState(
    String egressId,
    String room,
    String trackId,
    String captureUrl,
    Status status,
    @Nullable Instant startedAt,
    String error) {

  /** LiveKit's egress statuses; everything but the first three is terminal. */
  public enum Status {
    STARTING,
    ACTIVE,
    ENDING,
    COMPLETE,
    FAILED,
    ABORTED,
    LIMIT_REACHED;

    /** Nothing follows. */
    public boolean isTerminal() {
      return compareTo(ENDING) > 0;
    }
  }

  @Override
  public String toString() {
    return "EgressState[" + egressId + " " + room + "/" + trackId + " " + status + "]";
  }
}
