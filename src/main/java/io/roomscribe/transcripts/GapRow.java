package io.roomscribe.transcripts;

import io.roomscribe.rooms.AudioGap;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row of gap: a stretch of missing audio, which grows when what is found next touches it. */
@Entity
@Table(name = "gap")
@IdClass(GapRow.Key.class)
class GapRow {
  @Id
  @Column(name = "session_id")
  String sessionId;

  @Id
  @Column(name = "seq")
  long seq;

  @Column(name = "track_id")
  @Nullable String trackId;

  @Column(name = "participant")
  @Nullable String participant;

  @Column(name = "from_ms")
  long fromMs;

  @Column(name = "to_ms")
  long toMs;

  @Column(name = "cause")
  String cause;

  @Column(name = "detail")
  String detail;

  /** For the JPA provider. */
  protected GapRow() {}

  GapRow(AudioGap gap, long seq) {
    this.sessionId = gap.sessionId();
    this.seq = seq;
    this.trackId = gap.trackId();
    this.participant = gap.participant();
    this.fromMs = gap.fromMs();
    this.toMs = gap.toMs();
    this.cause = gap.cause();
    this.detail = gap.detail().replace("\0", ""); // PostgreSQL takes no NUL
  }

  /**
   * Covers that stretch, too, and what lies between. Changed in here and nowhere else: a provider
   * that weaves entities does not see others write their fields.
   */
  void cover(long otherFromMs, long otherToMs) {
    fromMs = Math.min(fromMs, otherFromMs);
    toMs = Math.max(toMs, otherToMs);
  }

  /** What leaves the package. */
  StoredGap toGap() {
    return new StoredGap(
        seq, new AudioGap(sessionId, trackId, participant, fromMs, toMs, cause, detail));
  }

  /** The primary key. */
  static class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    String sessionId = "";
    long seq;

    /** For the JPA provider. */
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
