package io.roomscribe.rooms;

/**
 * Where a participant is heard in a stereo capture of the room.
 *
 * @param identity the participant's identity: the route holds when the microphone is published anew
 * @param side the channel that carries this participant alone
 */
public record ChannelRoute(String identity, Side side) {

  /** A channel of the capture. */
  public enum Side {
    LEFT,
    RIGHT
  }
}
