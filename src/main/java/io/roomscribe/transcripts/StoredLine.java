package io.roomscribe.transcripts;

import io.roomscribe.rooms.Speaker;
import io.roomscribe.rooms.SpokenWord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored run of words of one speaker within an utterance.
 *
 * @param seq 1, 2, 3 within the session, in the order of being stored, without holes
 * @param sessionId the session
 * @param room the room's name
 * @param utteranceId unique within the session
 * @param segment 0, 1, 2 within the utterance
 * @param startMs ms since the session's position zero
 * @param endMs ms since the session's position zero
 * @param spokenAt wall-clock time of startMs
 * @param language as the recogniser reported it
 * @param confidence 0..1
 * @param text the words as written
 * @param speakers strongest first; none when unknown
 * @param words in order of time
 */
public record StoredLine(
    long seq,
    String sessionId,
    String room,
    String utteranceId,
    int segment,
    long startMs,
    long endMs,
    Instant spokenAt,
    String language,
    double confidence,
    String text,
    List<Speaker> speakers,
    List<SpokenWord> words)
    implements TranscriptPart {
  /** Keeps the lists unmodifiable. */
  public StoredLine {
    speakers = List.copyOf(speakers);
    words = List.copyOf(words);
  }

  /** The strongest speaker; null when unknown. */
  public @Nullable Speaker speaker() {
    return speakers.isEmpty() ? null : speakers.get(0);
  }
}
