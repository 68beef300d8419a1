package io.roomscribe.rooms;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A microphone of a session and its latest capture. */
@Entity
@Table(name = "track_capture")
@IdClass(TrackEntity.Key.class)
class TrackEntity {

  @Id
  @Column(name = "session_id")
  String sessionId;

  @Id
  @Column(name = "track_id")
  String trackId;

  /** 0, 1, 2 in order of appearance. */
  @Column(name = "position")
  int position;

  @Column(name = "identity")
  String identity;

  @Column(name = "name")
  String name;

  @Column(name = "egress_id")
  @Nullable String egressId;

  @Column(name = "state")
  String state;

  @Column(name = "cause")
  String cause;

  @Column(name = "attempts")
  int attempts;

  /** JSON of {@link SessionView.CountersView}; null before the first capture. */
  @Column(name = "counters")
  @Nullable String counters;

  /** For JPA. */
  protected TrackEntity() {}

  TrackEntity(String sessionId, int position, SessionView.TrackView view) {
    this.sessionId = sessionId;
    this.trackId = view.trackId();
    this.position = position;
    this.identity = view.participant().identity();
    this.name = view.participant().name();
    this.egressId = view.egressId();
    this.state = view.state();
    this.cause = view.cause();
    this.attempts = view.attempts();
    this.counters = view.counters() == null ? null : SessionJson.write(view.counters());
  }

  SessionView.TrackView view() {
    return new SessionView.TrackView(
        trackId,
        new Speaker(identity, name),
        egressId,
        state,
        cause,
        attempts,
        counters == null ? null : SessionJson.read(counters, SessionView.CountersView.class));
  }

  /** The primary key. */
  static class Key implements Serializable {

    private static final long serialVersionUID = 1L;

    String sessionId = "";
    String trackId = "";

    /** For JPA. */
    protected Key() {}

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && key.trackId.equals(trackId)
          && key.sessionId.equals(sessionId);
    }

    @Override
    public int hashCode() {
      return Objects.hash(sessionId, trackId);
    }
  }
}
