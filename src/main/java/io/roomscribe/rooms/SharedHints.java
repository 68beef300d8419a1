package io.roomscribe.rooms;

import io.roomscribe.cluster.NodeBus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Hands hints to the sessions here and to the other nodes: a webhook arrives at any of them, and
 * two sessions of one room, one of which is ending, may be on two.
 *
 * <p>Messages never hold an egress's URL, since a token may be in it: an egress that its session
 * does not know by id yet is found by looking.
 *
 * <p>Threading: as {@link RoomHints} says.
 */
@ApplicationScoped
class SharedHints implements RoomHints, NodeBus.Subscriber {

  static final String TOPIC = "room.hint";

  private static final JsonProvider JSON = JsonProvider.provider();
  private static final int LONGEST_ERROR = 500;

  @Inject RunningSessions running;
  @Inject NodeBus bus;

  private enum Kind {
    CHANGED,
    FINISHED,
    EGRESS
  }

  void begin(@Observes Startup start) {
    bus.subscribe(TOPIC, this);
  }

  @Override
  public void roomChanged(String room) {
    running.roomChanged(room);
    bus.publish(TOPIC, message(Kind.CHANGED, room).build());
  }

  @Override
  public void roomFinished(String room) {
    running.roomFinished(room);
    bus.publish(TOPIC, message(Kind.FINISHED, room).build());
  }

  @Override
  public void egressChanged(EgressState egress) {
    running.egressChanged(egress);
    bus.publish(TOPIC, message(egress));
  }

  @Override
  public void received(JsonObject message) {
    String room = message.getString("room");
    switch (Kind.valueOf(message.getString("kind"))) {
      case CHANGED -> running.lookSoon(room);
      case FINISHED -> running.roomFinished(room);
      case EGRESS -> running.egressChanged(egress(message));
    }
  }

  /** Sessions look anyway. */
  @Override
  public void missed() {}

  private static JsonObjectBuilder message(Kind kind, String room) {
    return JSON.createObjectBuilder().add("kind", kind.name()).add("room", room);
  }

  static JsonObject message(EgressState egress) {
    String error = egress.error();
    JsonObjectBuilder message =
        message(Kind.EGRESS, egress.room())
            .add("egress", egress.egressId())
            .add("track", egress.trackId())
            .add("status", egress.status().name())
            .add("error", error.substring(0, Math.min(error.length(), LONGEST_ERROR)));
    Instant startedAt = egress.startedAt();
    if (startedAt != null) {
      message.add("startedAt", startedAt.toString());
    }
    return message.build();
  }

  static EgressState egress(JsonObject message) {
    @Nullable String startedAt = message.getString("startedAt", null);
    return new EgressState(
        message.getString("egress"),
        message.getString("room"),
        message.getString("track"),
        /* captureUrl= */ "",
        EgressState.Status.valueOf(message.getString("status")),
        startedAt == null ? null : Instant.parse(startedAt),
        message.getString("error"));
  }
}
