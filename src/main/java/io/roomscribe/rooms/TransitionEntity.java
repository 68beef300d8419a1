package io.roomscribe.rooms;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A change of a session's state. */
@Entity
@Table(name = "session_transition")
@IdClass(TransitionEntity.Key.class)
class TransitionEntity {

  @Id
  @Column(name = "session_id")
  String sessionId;

  @Id
  @Column(name = "seq")
  long seq;

  @Column(name = "at")
  OffsetDateTime at;

  @Column(name = "from_state")
  @Nullable String fromState;

  @Column(name = "to_state")
  String toState;

  @Column(name = "cause")
  String cause;

  /** For JPA. */
  protected TransitionEntity() {}

  TransitionEntity(String sessionId, long seq, SessionView.TransitionView view) {
    this.sessionId = sessionId;
    this.seq = seq;
    this.at = view.at().atOffset(ZoneOffset.UTC);
    this.fromState = view.from();
    this.toState = view.to();
    this.cause = view.cause();
  }

  SessionView.TransitionView view() {
    return new SessionView.TransitionView(at.toInstant(), fromState, toState, cause);
  }

  /** The primary key. */
  static class Key implements Serializable {

    private static final long serialVersionUID = 1L;

    String sessionId = "";
    long seq;

    /** For JPA. */
    protected Key() {}

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && key.seq == seq && key.sessionId.equals(sessionId);
    }

    @Override
    public int hashCode() {
      return Objects.hash(sessionId, seq);
    }
  }
}
