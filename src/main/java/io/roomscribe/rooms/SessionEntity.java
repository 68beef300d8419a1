package io.roomscribe.rooms;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** A session's row; its transitions and tracks are rows of their own. */
@Entity
@Table(name = "session")
class SessionEntity {

  @Id String id;

  @Column(name = "room")
  String room;

  @Column(name = "state")
  String state;

  @Column(name = "cause")
  String cause;

  /** JSON of {@link SessionOptions}. */
  @Column(name = "options")
  String options;

  /** JSON of {@link SessionView.TranscriptionView}. */
  @Column(name = "transcription")
  String transcription;

  /** JSON of {@link SessionView.CaptureView}; null in sessions stored before there was a choice. */
  @Column(name = "capture")
  @Nullable String capture;

  /** JSON array of {@link SessionView.GapView}. */
  @Column(name = "gaps")
  String gaps;

  @Column(name = "trouble")
  @Nullable String trouble;

  // JPA 3.1 names OffsetDateTime, not Instant, among the types every provider must map.
  @Column(name = "created_at")
  OffsetDateTime createdAt;

  @Column(name = "epoch")
  @Nullable OffsetDateTime epoch;

  @Column(name = "ended_at")
  @Nullable OffsetDateTime endedAt;

  /** The room while the session takes audio, null afterwards; unique: one such session a room. */
  @Column(name = "active_room")
  @Nullable String activeRoom;

  @Version
  @Column(name = "version")
  long version;

  /** For JPA, which may not see fields that others than its entities write. */
  protected SessionEntity() {}

  SessionEntity(SessionView view) {
    id = view.id();
    room = view.room();
    createdAt = view.createdAt().atOffset(ZoneOffset.UTC);
    take(view);
  }

  /** Everything that changes. */
  void take(SessionView view) {
    state = view.state();
    cause = view.cause();
    trouble = view.trouble();
    options = SessionJson.write(view.options());
    transcription = SessionJson.write(view.transcription());
    capture = SessionJson.write(view.capture());
    gaps = SessionJson.write(view.gaps());
    epoch = at(view.epoch());
    endedAt = at(view.endedAt());
    activeRoom = SessionState.valueOf(view.state()).takesAudio() ? view.room() : null;
  }

  /** Over, for that reason. */
  void fail(String why, Instant now) {
    state = SessionState.FAILED.name();
    cause = why;
    endedAt = at(now);
    activeRoom = null;
  }

  private static @Nullable OffsetDateTime at(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }
}
