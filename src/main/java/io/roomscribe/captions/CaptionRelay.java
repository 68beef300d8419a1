package io.roomscribe.captions;

import io.roomscribe.cluster.NodeBus;
import io.roomscribe.lanes.Clock;
import io.roomscribe.transcripts.LineJson;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Captions from node to node. A node that has viewers of a session that is not its own says so,
 * again and again; whichever node the session is on passes its events on for as long as somebody
 * does. So nothing is sent that nobody sees, and after a takeover the new owner knows already.
 *
 * <p>Events go as they are written to viewers, encoded once for all nodes. None is certain to
 * arrive: {@link CaptionFeed} compares what viewers have with the database.
 *
 * <p>Bounds: remembers {@value #MOST_WANTED} sessions; what else others want is not passed on, and
 * their viewers get finals from the database. Partials are left out while the bus has much to do.
 *
 * <p>Threading: confined to the feed's lane, but for {@link #listen}'s callbacks, which come on the
 * bus's thread.
 */
final class CaptionRelay {

  /** How often interest is repeated. */
  static final Duration ROUND = Duration.ofSeconds(3);

  private static final String EVENTS = "captions.event";
  private static final String INTEREST = "captions.interest";
  private static final Duration EXPIRY = ROUND.multipliedBy(4);
  private static final int MOST_WANTED = 10_000;
  private static final int IDS_A_MESSAGE = 200;

  private final NodeBus bus;
  private final Clock clock;
  private final Predicate<String> isOurs;
  private final Map<String, Long> wantedUntilNs = new HashMap<>();

  /**
   * Nobody wants anything.
   *
   * @param isOurs whether a session runs on this node; any thread
   */
  CaptionRelay(NodeBus bus, Clock clock, Predicate<String> isOurs) {
    this.bus = bus;
    this.clock = clock;
    this.isOurs = isOurs;
  }

  /** Who takes in what other nodes say; on the bus's thread. */
  interface Ear {

    /** An event of a session on another node. */
    void event(String sessionId, CaptionEvent event);

    /** Others have viewers of these sessions: to be given to {@link #want}. */
    void interest(List<String> sessionIds);

    /** Events may be missing. */
    void missed();
  }

  void listen(Ear ear) {
    bus.subscribe(
        EVENTS,
        subscriber(
            json -> read(json).ifPresent(event -> ear.event(json.getString("session"), event)),
            ear::missed));
    bus.subscribe(
        INTEREST,
        subscriber(
            json ->
                ear.interest(
                    json.getJsonArray("sessions").getValuesAs(JsonString.class).stream()
                        .map(JsonString::getString)
                        .toList()),
            () -> {
              // It will be repeated.
            }));
  }

  private static NodeBus.Subscriber subscriber(Consumer<JsonObject> received, Runnable missed) {
    return new NodeBus.Subscriber() {
      @Override
      public void received(JsonObject message) {
        received.accept(message);
      }

      @Override
      public void missed() {
        missed.run();
      }
    };
  }

  boolean isOurs(String sessionId) {
    return isOurs.test(sessionId);
  }

  /** Others have viewers of these sessions, as of now. */
  void want(List<String> sessionIds) {
    long untilNs = clock.nanoTime() + EXPIRY.toNanos();
    for (String id : sessionIds) {
      if (wantedUntilNs.containsKey(id) || wantedUntilNs.size() < MOST_WANTED) {
        wantedUntilNs.put(id, untilNs);
      }
    }
  }

  boolean isWanted(String sessionId) {
    Long untilNs = wantedUntilNs.get(sessionId);
    return untilNs != null && clock.nanoTime() - untilNs < 0;
  }

  /** Forgets what nobody has said again. */
  void tidy() {
    long nowNs = clock.nanoTime();
    wantedUntilNs.values().removeIf(untilNs -> nowNs - untilNs >= 0);
  }

  /** This node has viewers of these sessions, which are on others. */
  void ask(Collection<String> sessionIds) {
    List<String> all = new ArrayList<>(sessionIds);
    for (int from = 0; from < all.size(); from += IDS_A_MESSAGE) {
      JsonArrayBuilder ids = LineJson.array();
      all.subList(from, Math.min(all.size(), from + IDS_A_MESSAGE)).forEach(ids::add);
      bus.publish(INTEREST, LineJson.object().add("sessions", ids).build());
    }
  }

  /** Passes an event on to the nodes that have viewers, if any. */
  void pass(String sessionId, CaptionEvent event) {
    boolean isExpendable = event.kind() == CaptionEvent.Kind.PARTIAL && bus.isBusy();
    if (isWanted(sessionId) && !isExpendable) {
      bus.publish(
          EVENTS,
          LineJson.object()
              .add("session", sessionId)
              .add("kind", event.kind().name())
              .add("subject", event.subject())
              .add("firstSeq", event.firstSeq())
              .add("seq", event.seq())
              .add("text", event.text())
              .build());
    }
  }

  /** Empty when a newer node says what this one does not know. */
  private static Optional<CaptionEvent> read(JsonObject json) {
    for (CaptionEvent.Kind kind : CaptionEvent.Kind.values()) {
      if (kind.name().equals(json.getString("kind"))) {
        return Optional.of(
            new CaptionEvent(
                kind,
                json.getString("subject"),
                json.getJsonNumber("firstSeq").longValue(),
                json.getJsonNumber("seq").longValue(),
                json.getString("text")));
      }
    }
    return Optional.empty();
  }
}
