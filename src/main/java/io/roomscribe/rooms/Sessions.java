package io.roomscribe.rooms;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All sessions, running and over: the running ones as they are now, the others as stored.
 *
 * <p>Threading: container threads; reads the database.
 */
@ApplicationScoped
class Sessions implements SessionDirectory {

  /** After the database has been brought up to date (priority 200). */
  private static final int AFTER_MIGRATIONS = 500;

  private static final Logger LOG = System.getLogger(Sessions.class.getName());

  @Inject RunningSessions running;
  @Inject SessionStore store;
  @Inject Recorder recorder;
  @Inject MixerHeartbeat heartbeat;
  @Inject Resumption resumption;
  @Inject StopRequests stops;

  void begin(@Observes @Priority(AFTER_MIGRATIONS) Startup start) {
    stops.begin();
    resumption.begin();
    LOG.log(Level.DEBUG, "mixer heartbeat age={0}", heartbeat.age());
  }

  @Override
  public Optional<SessionSummary> find(String sessionId) {
    return known(sessionId)
        .or(() -> store.find(sessionId))
        .map(
            view ->
                new SessionSummary(
                    view.id(),
                    view.room(),
                    view.isOver(),
                    view.createdAt(),
                    view.options().recording()));
  }

  @Override
  public Set<String> over(Set<String> sessionIds) {
    return store.over(sessionIds);
  }

  Optional<SessionView> view(String sessionId) {
    return known(sessionId).or(() -> store.find(sessionId)).map(this::complete);
  }

  List<SessionView> list(SessionQuery query) {
    return store.list(query).stream().map(view -> complete(known(view.id()).orElse(view))).toList();
  }

  /** With what is not of the session itself. */
  SessionView complete(SessionView view) {
    return view.options().recording() ? view.with(recorder.view(view.id(), view.isOver())) : view;
  }

  /** What is newer than in the store. */
  private Optional<SessionView> known(String sessionId) {
    return running.find(sessionId).map(RoomSession::view).or(() -> running.unstored(sessionId));
  }
}
