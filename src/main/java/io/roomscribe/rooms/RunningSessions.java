package io.roomscribe.rooms;

import io.roomscribe.audio.RoomMixer;
import io.roomscribe.lanes.Cancellable;
import io.roomscribe.lanes.Clock;
import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import io.roomscribe.security.CaptureTokens;
import io.roomscribe.transcription.StreamOptions;
import io.roomscribe.transcription.TranscriptionProvider;
import io.roomscribe.transcription.journal.Journals;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * The sessions that run on this node: at most one for each room takes audio.
 *
 * <p>Also decides which rooms are transcribed without being asked for. A room whose session was
 * stopped by hand is left alone until it closes.
 *
 * <p>Threading: safe from any thread. Ownership: owns the sessions it has started and lets them go
 * when they are over.
 */
@ApplicationScoped
class RunningSessions implements RoomHints {

  private static final Logger LOG = System.getLogger(RunningSessions.class.getName());
  private static final int WATCH_CAPACITY = 256;

  /** Egress sends for 3 to 6 s after its stop, Gladia's finals take some seconds more. */
  private static final Duration FAREWELL = Duration.ofSeconds(20);

  @Inject RoomSettings settings;
  @Inject RoomGateway gateway;
  @Inject SpeechSettings speech;
  @Inject TranscriptionProvider provider;
  @Inject Journals journals;
  @Inject CaptureTokens tokens;
  @Inject SessionStore store;
  @Inject SessionNews news;
  @Inject Clock clock;
  @Inject Lanes lanes;
  @Inject EgressBudget budget;
  @Inject RtmpReceiver receiver;
  @Inject Recorder recorder;

  private final Map<String, RoomSession> byId = new ConcurrentHashMap<>();
  private final Map<String, RoomSession> byRoom = new ConcurrentHashMap<>();
  private final Set<String> leftAlone = ConcurrentHashMap.newKeySet();
  private Optional<Pattern> autoStart = Optional.empty();
  private ViewKeeper views;
  private Lane watch;
  private Cancellable watching = () -> {};

  @PostConstruct
  void open() {
    views = new ViewKeeper(lanes, store::update);
    watch = lanes.blockingLane("rooms-watch", WATCH_CAPACITY);
    autoStart = settings.autoStartPattern();
    if (autoStart.isPresent()) {
      watching = lanes.every(settings.reconcileInterval, watch, this::watchRooms);
    }
  }

  /**
   * The application stops: so do its egresses, and what was heard is transcribed and stored, as far
   * as that is possible within {@link #FAREWELL}. A server that is still in a hurry then leaves
   * sessions that the next start calls failed.
   */
  void leave(@Observes Shutdown shutdown) {
    watching.cancel();
    watch.close();
    CompletableFuture<?>[] ends =
        byId.values().stream().map(RoomSession::ended).toArray(CompletableFuture[]::new);
    byId.values().forEach(session -> session.stop("the application stops"));
    try {
      CompletableFuture.allOf(ends).get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException late) {
      LOG.log(Level.WARNING, "sessions cut short by the stop: {0}", byId.size());
    }
  }

  /** Makes the bean, so that auto-start begins to watch. */
  void awaken() {
    LOG.log(
        Level.INFO,
        "auto-start={0}",
        autoStart.map(Pattern::pattern).orElse("off; sessions start by request only"));
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
      leftAlone.remove(room);
      session.start();
    }
    return new Started(session.view(), created[0]);
  }

  /** A session, and whether it is a new one. */
  record Started(SessionView session, boolean created) {}

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
    leftAlone.add(session.room());
    session.stop("stopped by request");
  }

  @Override
  public void roomChanged(String room) {
    RoomSession session = byRoom.get(room);
    if (session != null) {
      session.lookSoon();
    } else if (wantsAutoStart(room)) {
      watch.offer(() -> startByItself(room));
    }
  }

  @Override
  public void roomFinished(String room) {
    leftAlone.remove(room);
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

  private void watchRooms() {
    try {
      List<String> open = gateway.rooms();
      leftAlone.retainAll(new HashSet<>(open));
      open.stream().filter(this::wantsAutoStart).forEach(this::startByItself);
    } catch (GatewayException unreachable) {
      LOG.log(Level.WARNING, "auto-start cannot list rooms: {0}", unreachable.getMessage());
    }
  }

  private boolean wantsAutoStart(String room) {
    return autoStart.isPresent()
        && autoStart.get().matcher(room).matches()
        && !leftAlone.contains(room)
        && !byRoom.containsKey(room);
  }

  private void startByItself(String room) {
    try {
      start(room, settings.defaultOptions());
    } catch (TooManySessionsException full) {
      LOG.log(Level.WARNING, "room={0} not started: {1}", room, full.getMessage());
    }
  }

  private RoomSession create(String room, SessionOptions options) {
    if (byId.size() >= settings.maxSessions) {
      throw new TooManySessionsException(settings.maxSessions);
    }
    SessionRecord record =
        new SessionRecord(
            SessionRecord.first(
                SessionIds.next(clock.now()),
                new SessionRecord.Request(room, options, provider.name()),
                clock.now()),
            settings.egressDelay,
            views::keep);
    store.create(record.view());
    RoomSession.Hearing hearing =
        new RoomSession.Hearing(
            settings.mixing(),
            new SessionRecogniser(
                provider, journals, speech.pace(), record.id(), streamOptions(record, options)),
            new CaptureUrls(settings.publicUrl, tokens, receiver),
            options.recording() ? recorder.record(record.id()) : BlockSink.NONE);
    return new RoomSession(
        record,
        new RoomSession.Surroundings(gateway, news, clock, lanes, settings.pace(), budget),
        hearing,
        () -> forget(record));
  }

  private StreamOptions streamOptions(SessionRecord record, SessionOptions options) {
    return new StreamOptions(
        RoomMixer.OUTPUT_RATE_HZ,
        /* channels= */ 1,
        options.languages(),
        options.codeSwitching(),
        options.vocabulary(),
        options.partials(),
        Duration.ofMillis(Math.round(options.endpointing() * 1_000)),
        settings.maxUtterance,
        Map.of("roomscribe_session", record.id(), "livekit_room", record.room()));
  }

  private void forget(SessionRecord record) {
    RoomSession session = byId.remove(record.id());
    if (session != null) {
      byRoom.remove(record.room(), session);
    }
  }
}
