package io.roomscribe.rooms;

import io.roomscribe.cluster.NodeBus;
import io.roomscribe.lanes.Cancellable;
import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Stops sessions wherever they run. A request for a session of another node is stored, so that it
 * reaches whoever owns the session by then; a message over the bus only makes that quick. Owners
 * look at the latest with each reconciliation.
 *
 * <p>Errors: while the database is away nothing of another node can be stopped, and what was asked
 * for before is done afterwards.
 *
 * <p>Threading: {@link #stop} on container threads, blocks on the database; looks on a lane of its
 * own. Ownership: owns that and its timer.
 */
@ApplicationScoped
class StopRequests implements NodeBus.Subscriber {

  static final String TOPIC = "session.stop";

  private static final Logger LOG = System.getLogger(StopRequests.class.getName());
  private static final JsonProvider JSON = JsonProvider.provider();
  private static final int LANE_CAPACITY = 16;

  @Inject RunningSessions running;
  @Inject SessionStore store;
  @Inject RoomSettings settings;
  @Inject NodeBus bus;
  @Inject Lanes lanes;

  private Lane lane;
  private Cancellable looking = () -> {};

  @PostConstruct
  void open() {
    lane = lanes.blockingLane("stop-requests", LANE_CAPACITY);
  }

  @PreDestroy
  void close() {
    looking.cancel();
    lane.close();
  }

  /** Begins to look for requests of other nodes. */
  void begin() {
    bus.subscribe(TOPIC, this);
    looking = lanes.every(settings.reconcileInterval, lane, this::look);
  }

  /**
   * Stops the session, here or where it runs; its room is not started again by itself. Nothing
   * happens when it is over.
   */
  void stop(SessionView session) {
    if (session.isOver()) {
      return;
    }
    if (!running.stopHere(session.id())) {
      store.askToStop(session.id());
    }
    running.leaveAlone(session.room());
    bus.publish(
        TOPIC,
        JSON.createObjectBuilder()
            .add("session", session.id())
            .add("room", session.room())
            .build());
  }

  @Override
  public void received(JsonObject message) {
    running.leaveAlone(message.getString("room"));
    lookSoon();
  }

  @Override
  public void missed() {
    lookSoon();
  }

  /** There may be a request for a session that has just come here. */
  void lookSoon() {
    lane.offer(this::look);
  }

  private void look() {
    if (running.all().isEmpty()) {
      return;
    }
    try {
      for (String id : store.askedToStop()) {
        if (running.stopHere(id)) {
          LOG.log(Level.INFO, "session={0} stopped: another node was asked to", id);
        }
      }
    } catch (RuntimeException away) {
      LOG.log(Level.WARNING, "stop requests are not known: {0}", away.toString());
      LOG.log(Level.DEBUG, "stop requests", away);
    }
  }
}
