package io.roomscribe.rooms;

import io.roomscribe.cluster.LeaseRows;
import io.roomscribe.cluster.Leases;
import io.roomscribe.lanes.Lanes;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The sessions that run on this node: at most one for each room takes audio.
 *
 * <p>Threading: safe from any thread. Ownership: owns the sessions it has started or resumed and
 * lets them go when they are over.
 */
@ApplicationScoped
class RunningSessions {

  private static final Logger LOG = System.getLogger(RunningSessions.class.getName());

  /** Servers and their supervisors wait for a stop, but not for long. */
  private static final Duration FAREWELL = Duration.ofSeconds(10);

  @Inject RoomSettings settings;
  @Inject RoomGateway gateway;
  @Inject SessionKit kit;
  @Inject SessionStore store;
  @Inject Lanes lanes;
  @Inject Leases leases;
  @Inject Storing storing;

  private final Map<String, RoomSession> byId = new ConcurrentHashMap<>();
  private final Map<String, RoomSession> byRoom = new ConcurrentHashMap<>();
  private ViewKeeper views;
  private AutoStart autoStart;
  private volatile boolean leaving;

  @PostConstruct
  void open() {
    views = new ViewKeeper(lanes, store::update);
    AutoStart.Rooms rooms =
        new AutoStart.Rooms(byRoom::containsKey, room -> start(room, settings.defaultOptions()));
    autoStart = new AutoStart(settings.autoStartPattern(), gateway, rooms, lanes);
  }

  /** Begins to start sessions that nobody asked for; once those of before are resumed. */
  void watchRooms() {
    autoStart.begin(lanes, settings.reconcileInterval);
  }

  /**
   * The application stops, and its sessions are suspended: what was heard is put in safety, as far
   * as that is possible within {@link #FAREWELL}, and the next start resumes them.
   *
   * <p>With the default priority, so that all they need is still there.
   */
  void leave(@Observes Shutdown shutdown) {
    leaving = true;
    autoStart.close();
    CompletableFuture<?>[] suspensions =
        byId.values().stream()
            .map(session -> session.suspend().toCompletableFuture())
            .toArray(CompletableFuture[]::new);
    CompletableFuture<Void> stored =
        CompletableFuture.allOf(suspensions).thenCompose(all -> storing.allStored());
    try {
      stored.get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
      leases.leave();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException late) {
      // Their leases are not released: what waits on the disk is stored after a restart in time.
      LOG.log(Level.WARNING, "sessions not suspended and stored in time: {0}", byId.size());
    } catch (RuntimeException away) {
      LOG.log(Level.WARNING, "leases are not released, but expire: {0}", away.toString());
    }
  }

  /**
   * The session of the room: the running one, on whichever node, or a new one.
   *
   * @param options of a new session
   * @throws TooManySessionsException when this node runs as many as it may
   */
  Started start(String room, SessionOptions options) {
    try {
      return startHere(room, options);
    } catch (RunsElsewhereException elsewhere) {
      return new Started(elsewhere.session(), false);
    }
  }

  private Started startHere(String room, SessionOptions options) {
    boolean[] created = {false};
    RoomSession session =
        byRoom.compute(
            room,
            (name, running) -> {
              if (running != null && !running.isStopping()) {
                return running;
              }
              created[0] = true;
              return create(room, options);
            });
    if (created[0]) {
      byId.put(session.id(), session);
      autoStart.asked(room);
      session.start();
    }
    return new Started(session.view(), created[0]);
  }

  /** A session, and whether it is a new one. */
  record Started(SessionView session, boolean created) {}

  /**
   * Goes on with a session that an earlier process or another node left unfinished. One that runs
   * here already is left as it is. Blocks while what was kept of it is read; not to be called for
   * the same session twice at a time.
   *
   * @param before its view as it was stored last
   */
  void resume(SessionView before) {
    if (leaving || byId.containsKey(before.id())) {
      return;
    }
    SessionRecord record = kit.again(before, views::keep);
    RoomSession session = kit.resumed(record, () -> forget(record));
    byId.put(session.id(), session);
    if (!session.isStopping()) {
      byRoom.put(session.room(), session);
    }
    session.resume();
  }

  /** Another node has taken the session. */
  void lost(String sessionId) {
    RoomSession session = byId.get(sessionId);
    if (session != null) {
      CompletionStage<Void> unused = session.abandon();
    }
  }

  /** How many sessions more may run here; 0 while the application stops. */
  int places() {
    return leaving ? 0 : Math.max(0, settings.maxSessions - byId.size());
  }

  Optional<RoomSession> find(String sessionId) {
    return Optional.ofNullable(byId.get(sessionId));
  }

  /** The view of a session that is over, or about to be, when that is not stored yet. */
  Optional<SessionView> unstored(String sessionId) {
    return views.waiting(sessionId);
  }

  Collection<RoomSession> all() {
    return List.copyOf(byId.values());
  }

  /**
   * Stops a session that runs here, by request.
   *
   * @return false when it does not, or another node may have taken it
   */
  boolean stopHere(String sessionId) {
    RoomSession session = byId.get(sessionId);
    if (session == null || !leases.mayAct(sessionId)) {
      return false;
    }
    session.stop("stopped by request");
    return true;
  }

  /** The room is not started again by itself before it closes. */
  void leaveAlone(String room) {
    autoStart.stopped(room);
  }

  /** Something happened in the room. Never blocks, as the following. */
  void roomChanged(String room) {
    if (!lookSoon(room)) {
      autoStart.hint(room);
    }
  }

  /** Has the room's session look, if it runs here. */
  boolean lookSoon(String room) {
    RoomSession session = byRoom.get(room);
    if (session != null) {
      session.lookSoon();
    }
    return session != null;
  }

  /** The room was closed. */
  void roomFinished(String room) {
    autoStart.finished(room);
    RoomSession session = byRoom.get(room);
    if (session != null) {
      session.roomFinished();
    }
  }

  /** An egress reported a new state. */
  void egressChanged(EgressState egress) {
    RoomSession session = byRoom.get(egress.room());
    if (session != null) {
      session.egressChanged(egress);
    }
  }

  private RoomSession create(String room, SessionOptions options) {
    throwIfElsewhere(room);
    if (byId.size() >= settings.maxSessions) {
      throw new TooManySessionsException(settings.maxSessions);
    }
    SessionRecord record = kit.request(room, options, views::keep);
    try {
      store.create(record.view());
    } catch (RuntimeException refused) {
      // Two nodes were asked at once: the room's name is unique among those that take audio.
      throwIfElsewhere(room);
      throw refused;
    }
    leases.hold(record.id(), LeaseRows.FIRST_FENCE);
    return kit.session(record, () -> forget(record));
  }

  private void throwIfElsewhere(String room) {
    Optional<SessionView> active = store.activeIn(room);
    if (active.isPresent() && !byId.containsKey(active.get().id())) {
      throw new RunsElsewhereException(active.get());
    }
  }

  private void forget(SessionRecord record) {
    leases.letGo(record.id());
    RoomSession session = byId.remove(record.id());
    if (session != null) {
      byRoom.remove(record.room(), session);
    }
  }
}
