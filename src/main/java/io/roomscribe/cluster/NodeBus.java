package io.roomscribe.cluster;

import jakarta.json.JsonObject;

/**
 * Messages between the nodes of one database, quick but not certain: each arrives at most once, and
 * those of one node in their order. What matters is in the database too; a message only says that
 * it is time to look there.
 *
 * <p>A node alone, or one whose database cannot notify, sends and receives nothing.
 *
 * <p>Threading: safe from any thread; never blocks.
 */
public interface NodeBus {

  /** A bus for a node that will never have another beside it. */
  NodeBus NONE =
      new NodeBus() {
        @Override
        public void publish(String topic, JsonObject message) {
          // There is nobody to tell.
        }

        @Override
        public void subscribe(String topic, Subscriber subscriber) {
          // Nothing will come.
        }

        @Override
        public boolean isBusy() {
          return false;
        }

        @Override
        public BusState state() {
          return BusState.NONE;
        }
      };

  /** Who is told; on the bus's thread, so it only hands over to a lane of its own. */
  interface Subscriber {

    /** Another node says so. */
    void received(JsonObject message);

    /** Something may not have arrived, of any topic: time to look into the database. */
    void missed();
  }

  /**
   * Tells the other nodes; this one is not told.
   *
   * @param topic lower-case letters, digits and dots
   * @param message at most about 100 kB as JSON; a longer one is dropped, and the others learn that
   *     they missed something
   */
  void publish(String topic, JsonObject message);

  /** Begins to hear of a topic, until the application ends. */
  void subscribe(String topic, Subscriber subscriber);

  /** Whether so much waits to be sent that what can be done without should not be added. */
  boolean isBusy();

  /** How it is doing. */
  BusState state();
}
