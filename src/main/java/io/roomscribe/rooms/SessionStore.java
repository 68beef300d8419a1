package io.roomscribe.rooms;

import io.roomscribe.cluster.LeaseRows;
import io.roomscribe.cluster.Leases;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sessions in the database. Each is written by the node that owns its lease, and by no other.
 *
 * <p>Threading: called on control lanes and container threads; blocks on the database. Each method
 * is one transaction. Errors: whatever JPA throws; nothing is retried here.
 */
@ApplicationScoped
class SessionStore {

  private static final Logger LOG = System.getLogger(SessionStore.class.getName());

  private static final Set<String> OVER =
      Arrays.stream(SessionState.values())
          .filter(SessionState::isOver)
          .map(Enum::name)
          .collect(Collectors.toUnmodifiableSet());

  @PersistenceContext(unitName = "roomscribe")
  EntityManager entities;

  @Inject Leases leases;

  /** A new session, with this node's lease: its fence is {@link LeaseRows#FIRST_FENCE}. */
  @Transactional
  void create(SessionView view) {
    entities.persist(new SessionEntity(view));
    // The first transition, and the lease, refer to the session's row.
    entities.flush();
    new LeaseRows(entities).begin(view.id(), leases.node());
    saveParts(view);
  }

  /**
   * The session as it is now; transitions are only added, tracks replaced. Nothing is written, and
   * that is counted, when another node has taken it.
   */
  @Transactional
  void update(SessionView view) {
    LeaseRows rows = new LeaseRows(entities);
    long fence = leases.fence(view.id());
    if (!rows.admits(view.id(), fence)) {
      leases.refused(view.id());
      return;
    }
    SessionEntity session = entities.find(SessionEntity.class, view.id());
    if (session == null) {
      return;
    }
    session.take(view);
    saveParts(view);
    if (view.isOver()) {
      rows.release(view.id(), fence);
    }
  }

  /**
   * The session as it was stored last.
   *
   * @throws UnreadableSessionException when its row makes no sense
   */
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
    return found.getResultList().stream().flatMap(this::readable).toList();
  }

  /** One that cannot be read does not hide the others. */
  private Stream<SessionView> readable(SessionEntity session) {
    try {
      return Stream.of(view(session));
    } catch (UnreadableSessionException hopeless) {
      LOG.log(Level.WARNING, "session={0} left out: {1}", session.id, hopeless.getMessage());
      return Stream.empty();
    }
  }

  /** The session that takes audio in the room, on whichever node. */
  @Transactional
  Optional<SessionView> activeIn(String room) {
    return entities
        .createQuery(
            "select s from SessionEntity s where s.activeRoom = :room", SessionEntity.class)
        .setParameter("room", room)
        .getResultStream()
        .findFirst()
        .map(this::view);
  }

  /** Which of these sessions are over. */
  @Transactional
  Set<String> over(Set<String> ids) {
    if (ids.isEmpty()) {
      return Set.of();
    }
    return Set.copyOf(
        entities
            .createQuery(
                "select s.id from SessionEntity s where s.id in :ids and s.state in :over",
                String.class)
            .setParameter("ids", ids)
            .setParameter("over", OVER)
            .getResultList());
  }

  /** Asks the session's owner to stop it; nothing happens when it is stopping or over. */
  @Transactional
  void askToStop(String id) {
    new StopRows(entities).ask(id);
  }

  /** Sessions of this node that were asked to stop. */
  @Transactional
  List<String> askedToStop() {
    return new StopRows(entities).asked(leases.node());
  }

  /** A session that nobody can go on with is over, whatever else of its row can be read. */
  @Transactional
  void fail(String id, String cause, Instant now) {
    SessionEntity session = entities.find(SessionEntity.class, id);
    boolean isOurs = new LeaseRows(entities).admits(id, leases.fence(id));
    if (session == null || !isOurs || SessionState.valueOf(session.state).isOver()) {
      return;
    }
    String state = SessionState.FAILED.name();
    long before = transitions(id).size();
    entities.persist(
        new TransitionEntity(
            id, before + 1, new SessionView.TransitionView(now, session.state, state, cause)));
    session.fail(cause, now);
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
