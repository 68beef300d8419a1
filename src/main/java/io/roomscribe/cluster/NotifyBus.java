package io.roomscribe.cluster;

import io.roomscribe.lanes.Lanes;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * The bus by PostgreSQL's LISTEN and NOTIFY.
 *
 * <p>Threading: as {@link NodeBus} says; subscribers are called on the listener's thread, one at a
 * time. One that throws is logged, and the others are told all the same. Ownership: owns the
 * listener, its thread and the outbox.
 */
final class NotifyBus implements NodeBus, AutoCloseable {

  static final String CHANNEL = "roomscribe";

  private static final Logger LOG = System.getLogger(NotifyBus.class.getName());
  private static final JsonReaderFactory READERS =
      JsonProvider.provider().createReaderFactory(Map.of());

  private final BooleanSupplier hasCompany;
  private final BusOutbox outbox;
  private final BusInbox inbox;
  private final BusListener listener;
  private final Map<String, List<Subscriber>> subscribers = new ConcurrentHashMap<>();
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong misses = new AtomicLong();

  /** Which database, by which connections. */
  record Ways(NotifyingDatabase database, DataSource pool) {}

  /**
   * Sends, but does not listen before {@link #begin}.
   *
   * @param self this process's incarnation
   * @param hasCompany whether there is any other node to tell
   */
  NotifyBus(Ways ways, String self, BooleanSupplier hasCompany, Lanes lanes) {
    this.hasCompany = hasCompany;
    this.outbox = new BusOutbox(ways.pool(), CHANNEL, self, lanes);
    this.inbox = new BusInbox(self);
    this.listener = new BusListener(ways.database(), CHANNEL, new Hearing());
  }

  /** Begins to listen, once. */
  void begin(Lanes lanes) {
    lanes.thread("bus", listener);
  }

  @Override
  public void close() {
    listener.close();
    outbox.close();
  }

  @Override
  public void publish(String topic, JsonObject message) {
    if (hasCompany.getAsBoolean()) {
      outbox.offer(topic, message.toString());
    }
  }

  @Override
  public void subscribe(String topic, Subscriber subscriber) {
    subscribers.computeIfAbsent(topic, name -> new CopyOnWriteArrayList<>()).add(subscriber);
  }

  @Override
  public boolean isBusy() {
    return outbox.isBusy();
  }

  @Override
  public BusState state() {
    return new BusState(
        listener.isListening() ? BusState.Link.LISTENING : BusState.Link.DOWN,
        received.get(),
        outbox.sent(),
        outbox.dropped(),
        misses.get());
  }

  private final class Hearing implements BusListener.Ear {

    @Override
    public void opened() {
      missed();
    }

    @Override
    public void heard(String notification) {
      BusInbox.Taken taken = inbox.take(notification);
      if (taken.isHole()) {
        missed();
      }
      taken.message().ifPresent(this::deliver);
    }

    private void missed() {
      misses.incrementAndGet();
      subscribers.values().forEach(all -> tell(all, Subscriber::missed));
    }

    private void deliver(BusInbox.Message message) {
      received.incrementAndGet();
      List<Subscriber> interested = subscribers.getOrDefault(message.topic(), List.of());
      if (interested.isEmpty()) {
        return;
      }
      try (JsonReader reader = READERS.createReader(new StringReader(message.json()))) {
        JsonObject json = reader.readObject();
        tell(interested, subscriber -> subscriber.received(json));
      } catch (JsonException unreadable) {
        LOG.log(Level.WARNING, "event=bus-message-unreadable topic={0}", message.topic());
      }
    }

    private void tell(List<Subscriber> some, Consumer<Subscriber> what) {
      for (Subscriber subscriber : some) {
        try {
          what.accept(subscriber);
        } catch (RuntimeException failure) {
          LOG.log(Level.ERROR, "event=bus-subscriber-failed", failure);
        }
      }
    }
  }
}
