package io.roomscribe.cluster;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Puts messages together from notifications, and notices what is missing: the numbers of a sender
 * have no holes.
 *
 * <p>Bounds: remembers the last {@value #SENDERS} senders, and of each at most one message that is
 * not complete.
 *
 * <p>Threading: one thread at a time.
 */
final class BusInbox {

  private static final int SENDERS = 1_000;

  private final String self;
  private final Map<String, Sender> senders =
      new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Sender> eldest) {
          return size() > SENDERS;
        }
      };

  /**
   * Nothing has come.
   *
   * @param self whose notifications are left out
   */
  BusInbox(String self) {
    this.self = self;
  }

  /**
   * What a notification led to.
   *
   * @param message a message that is complete with it
   * @param isHole whether something before it is missing
   */
  record Taken(Optional<Message> message, boolean isHole) {

    static final Taken NOTHING = new Taken(Optional.empty(), false);
  }

  /** A message. */
  record Message(String topic, String json) {}

  private static final class Sender {
    private long number;
    private int part;
    private StringBuilder text = new StringBuilder();
  }

  Taken take(String notification) {
    return BusSlip.read(notification)
        .filter(slip -> !slip.sender().equals(self))
        .map(this::take)
        .orElse(Taken.NOTHING);
  }

  private Taken take(BusSlip slip) {
    Sender sender = senders.get(slip.sender());
    if (sender == null) {
      sender = new Sender();
      sender.number = slip.number() - 1;
      senders.put(slip.sender(), sender);
      return begin(sender, slip);
    }
    boolean isNext = slip.number() == sender.number && slip.part() == sender.part + 1;
    return isNext ? add(sender, slip, false) : begin(sender, slip);
  }

  private static Taken begin(Sender sender, BusSlip slip) {
    boolean isHole = slip.number() != sender.number + 1 || slip.part() != 1 || !isWhole(sender);
    sender.number = slip.number();
    sender.text = new StringBuilder();
    if (slip.part() != 1) {
      sender.part = Integer.MAX_VALUE - 1; // its other parts are of no use
      return new Taken(Optional.empty(), isHole);
    }
    return add(sender, slip, isHole);
  }

  private static boolean isWhole(Sender sender) {
    return sender.text.isEmpty();
  }

  private static Taken add(Sender sender, BusSlip slip, boolean isHole) {
    sender.part = slip.part();
    sender.text.append(slip.text());
    if (!slip.isLast()) {
      return new Taken(Optional.empty(), isHole);
    }
    String json = sender.text.toString();
    sender.text = new StringBuilder();
    return new Taken(Optional.of(new Message(slip.topic(), json)), isHole);
  }
}
