package io.roomscribe.rooms;

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
class RunningSessions implements RoomHints {

  private static final Logger LOG = System.getLogger(RunningSessions.class.getName());

  /** Servers and their supervisors wait for a stop, but not for long. */
  private static final Duration FAREWELL = Duration.ofSeconds(10);

  @Inject RoomSettings settings;
  @Inject RoomGateway gateway;
  @Inject SessionKit kit;
  @Inject SessionStore store;
  @Inject Lanes lanes;

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
    try {
      CompletableFuture.allOf(suspensions).get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException late) {
      LOG.log(Level.WARNING, "sessions not suspended in time: {0}", byId.size());
    }
  }

  /**
   * The session of the room: the running one, or a new one.
   *
   * @param options of a new session
   * @throws TooManySessionsException when this node runs as many as it may
   */
  Started start(String room, SessionOptions options) {
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

  /** Stops a session by request; its room is not started again by itself. */
  void stop(RoomSession session) {
    autoStart.stopped(session.room());
    session.stop("stopped by request");
  }

  @Override
  public void roomChanged(String room) {
    RoomSession session = byRoom.get(room);
    if (session != null) {
      session.lookSoon();
    } else {
      autoStart.hint(room);
    }
  }

  @Override
  public void roomFinished(String room) {
    autoStart.finished(room);
    RoomSession session = byRoom.get(room);
    if (session != null) {
      session.roomFinished();
    }
  }

  @Override
  public void egressChanged(EgressState egress) {
    RoomSession session = byRoom.get(egress.room());
    if (session != null) {
      session.egressChanged(egress);
    }
  }

  private RoomSession create(String room, SessionOptions options) {
    if (byId.size() >= settings.maxSessions) {
      throw new TooManySessionsException(settings.maxSessions);
    }
    SessionRecord record = kit.request(room, options, views::keep);
    store.create(record.view());
    return kit.session(record, () -> forget(record));
  }

  private void forget(SessionRecord record) {
    RoomSession session = byId.remove(record.id());
    if (session != null) {
      byRoom.remove(record.room(), session);
    }
  }
}
