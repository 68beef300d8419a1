package io.roomscribe.rooms;

/**
 * News from the conferencing server, in any order, possibly doubled, possibly never: hints that
 * make the reconciliation quick. Nothing is believed without looking.
 *
 * <p>Threading: safe from any thread; hands over and returns at once.
 */
public interface RoomHints {

  /** Something happened in the room: participants, tracks, its start. */
  void roomChanged(String room);

  /** The server closed the room. */
  void roomFinished(String room);

  /** An egress reported a new state. */
  void egressChanged(EgressState egress);
}
