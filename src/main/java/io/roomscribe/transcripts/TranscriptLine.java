package io.roomscribe.transcripts;

import io.roomscribe.rooms.Speaker;
import io.roomscribe.rooms.SpokenLine;
import io.roomscribe.rooms.SpokenUtterance;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row of transcript_line: one run of words of one speaker. Written once, never changed.
 *
 * <p>Never leaves this package; {@link StoredLine} does.
 */
@Entity
@Table(name = "transcript_line")
class TranscriptLine {
  @Id
  // No identity column: EclipseLink asks H2 for it by a function that H2 2 has no more.
  @SequenceGenerator(
      name = "transcript_line_id",
      sequenceName = "transcript_line_id",
      allocationSize = 1)
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "transcript_line_id")
  @Column(name = "id")
  private @Nullable Long id;

  @Column(name = "session_id")
  private String sessionId;

  @Column(name = "seq")
  private long seq;

  @Column(name = "utterance_id")
  private String utteranceId;

  @Column(name = "segment")
  private int segment;

  @Column(name = "room")
  private String room;

  @Column(name = "start_ms")
  private long startMs;

  @Column(name = "end_ms")
  private long endMs;

  // JPA 3.1 names OffsetDateTime, not Instant, among the types every provider must map.
  @Column(name = "spoken_at")
  private OffsetDateTime spokenAt;

  @Column(name = "language")
  private String language;

  @Column(name = "confidence")
  private double confidence;

  @Column(name = "text")
  private String text;

  @Column(name = "speaker_identity")
  private @Nullable String speakerIdentity;

  @Column(name = "speaker_name")
  private @Nullable String speakerName;

  @Column(name = "speakers")
  private String speakers;

  @Column(name = "words")
  private String words;

  /** For the JPA provider. */
  protected TranscriptLine() {}

  /** The utterance's line at this place, to be stored under this number. */
  TranscriptLine(SpokenUtterance utterance, SpokenLine line, int segment, long seq) {
    this.sessionId = utterance.sessionId();
    this.seq = seq;
    this.utteranceId = utterance.utteranceId();
    this.segment = segment;
    this.room = utterance.room();
    this.startMs = line.startMs();
    this.endMs = line.endMs();
    // Databases keep microseconds at best: whole milliseconds come back as they went.
    this.spokenAt =
        utterance
            .epoch()
            .truncatedTo(ChronoUnit.MILLIS)
            .plusMillis(line.startMs())
            .atOffset(ZoneOffset.UTC);
    this.language = utterance.language();
    this.confidence = line.confidence();
    this.text = line.text().replace("\0", ""); // PostgreSQL takes no NUL
    if (!line.speakers().isEmpty()) {
      Speaker strongest = line.speakers().get(0);
      this.speakerIdentity = strongest.identity();
      this.speakerName = strongest.name();
    }
    this.speakers = LineJson.speakers(line.speakers()).build().toString();
    this.words = LineJson.words(line.words()).build().toString();
  }

  /** The row; numbers grow, also across sessions. */
  long id() {
    return Objects.requireNonNull(id, "not stored yet");
  }

  /** What leaves the package. */
  StoredLine toLine() {
    return new StoredLine(
        seq,
        sessionId,
        room,
        utteranceId,
        segment,
        startMs,
        endMs,
        spokenAt.toInstant(),
        language,
        confidence,
        text,
        LineJson.speakersIn(speakers),
        LineJson.wordsIn(words));
  }
}
