package io.roomscribe.rooms;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sessions in the database.
 *
 * <p>Threading: called on control lanes and container threads; blocks on the database. Each method
 * is one transaction. Errors: whatever JPA throws; nothing is retried here.
 */
@ApplicationScoped
class SessionStore {

  @PersistenceContext(unitName = "roomscribe")
  EntityManager entities;

  /** A new session. */
  @Transactional
  void create(SessionView view) {
    entities.persist(new SessionEntity(view));
    // The first transition refers to the session's row.
    entities.flush();
    saveParts(view);
  }

  /** The session as it is now; transitions are only added, tracks replaced. */
  @Transactional
  void update(SessionView view) {
    SessionEntity session = entities.find(SessionEntity.class, view.id());
    if (session == null) {
      create(view);
      return;
    }
    session.take(view);
    saveParts(view);
  }

  @Transactional
  Optional<SessionView> find(String id) {
    return Optional.ofNullable(entities.find(SessionEntity.class, id)).map(this::view);
  }

  @Transactional
  List<SessionView> list(SessionQuery query) {
    StringBuilder where = new StringBuilder("select s from SessionEntity s where 1 = 1");
    where.append(query.room() == null ? "" : " and s.room = :room");
    where.append(query.state() == null ? "" : " and s.state = :state");
    where.append(query.before() == null ? "" : " and s.id < :before");
    where.append(" order by s.id desc");
    TypedQuery<SessionEntity> found =
        entities.createQuery(where.toString(), SessionEntity.class).setMaxResults(query.limit());
    set(found, "room", query.room());
    set(found, "state", query.state());
    set(found, "before", query.before());
    return found.getResultList().stream().map(this::view).toList();
  }

  /**
   * Sessions that a node left behind when it died: called once at start, before any session runs.
   *
   * @return how many there were
   */
  @Transactional
  int endAbandoned(Instant now) {
    List<SessionEntity> abandoned =
        entities
            .createQuery(
                "select s from SessionEntity s where s.state not in ('ENDED', 'FAILED')",
                SessionEntity.class)
            .getResultList();
    for (SessionEntity session : abandoned) {
      endAbandoned(session, now);
    }
    return abandoned.size();
  }

  private void endAbandoned(SessionEntity session, Instant now) {
    String cause = "the server stopped while the session was running";
    String state = SessionState.FAILED.name();
    List<SessionView.TransitionView> before = transitions(session.id);
    entities.persist(
        new TransitionEntity(
            session.id,
            before.size() + 1L,
            new SessionView.TransitionView(now, session.state, state, cause)));
    session.state = state;
    session.cause = cause;
    session.endedAt = now.atOffset(ZoneOffset.UTC);
    session.activeRoom = null;
  }

  private void saveParts(SessionView view) {
    long known = transitions(view.id()).size();
    for (int i = (int) known; i < view.transitions().size(); i++) {
      entities.persist(new TransitionEntity(view.id(), i + 1L, view.transitions().get(i)));
    }
    for (int i = 0; i < view.tracks().size(); i++) {
      entities.merge(new TrackEntity(view.id(), i, view.tracks().get(i)));
    }
  }

  private SessionView view(SessionEntity session) {
    return new SessionView(
        session.id,
        session.room,
        session.state,
        session.cause,
        SessionJson.read(session.options, SessionOptions.class),
        session.createdAt.toInstant(),
        instant(session.epoch),
        instant(session.endedAt),
        session.trouble,
        SessionJson.read(session.transcription, SessionView.TranscriptionView.class),
        capture(session),
        tracks(session.id),
        SessionJson.readGaps(session.gaps),
        transitions(session.id),
        /* recording= */ null);
  }

  private static SessionView.CaptureView capture(SessionEntity session) {
    return session.capture == null
        ? SessionView.CaptureView.first(CaptureMode.TRACKS.text())
        : SessionJson.read(session.capture, SessionView.CaptureView.class);
  }

  private List<SessionView.TransitionView> transitions(String sessionId) {
    return entities
        .createQuery(
            "select t from TransitionEntity t where t.sessionId = :id order by t.seq",
            TransitionEntity.class)
        .setParameter("id", sessionId)
        .getResultList()
        .stream()
        .map(TransitionEntity::view)
        .toList();
  }

  private List<SessionView.TrackView> tracks(String sessionId) {
    List<SessionView.TrackView> tracks = new ArrayList<>();
    for (TrackEntity track :
        entities
            .createQuery(
                "select t from TrackEntity t where t.sessionId = :id order by t.position",
                TrackEntity.class)
            .setParameter("id", sessionId)
            .getResultList()) {
      tracks.add(track.view());
    }
    return tracks;
  }

  private static void set(TypedQuery<?> query, String name, @Nullable Object value) {
    if (value != null) {
      query.setParameter(name, value);
    }
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
    return at == null ? null : at.toInstant();
  }
}
