package io.roomscribe.cluster;

/**
 * How the bus is doing.
 *
 * @param link OFF where the database cannot notify, else LISTENING or DOWN
 * @param received messages of other nodes
 * @param sent messages that the database took
 * @param dropped messages that it did not, or that found no room
 * @param misses how often something may not have arrived here
 */
public record BusState(Link link, long received, long sent, long dropped, long misses) {

  static final BusState NONE = new BusState(Link.OFF, 0, 0, 0, 0);

  /** Whether messages arrive. */
  public enum Link {
    OFF,
    LISTENING,
    DOWN
  }
}
