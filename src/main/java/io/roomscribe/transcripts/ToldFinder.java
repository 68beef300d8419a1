package io.roomscribe.transcripts;

import io.roomscribe.rooms.SpokenWord;
import io.roomscribe.rooms.Told;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds what of a session is stored, as its speech-to-text has to know it to go on.
 *
 * <p>Utterance ids begin with the number of the stream and a dash. Threading: confined to its
 * entity manager's thread.
 */
final class ToldFinder {
  private final EntityManager entities;

  ToldFinder(EntityManager entities) {
    this.entities = entities;
  }

  /** Words that end at or after this time, and the greatest number of a stream of all. */
  Told of(String sessionId, long fromMs) {
    List<Told.Said> words = new ArrayList<>();
    new LineQuery()
        .where("l.sessionId = :session")
        .with("session", sessionId)
        .where("l.endMs >= :from")
        .with("from", fromMs)
        .list(entities, "l.startMs, l.seq", Integer.MAX_VALUE)
        .forEach(line -> add(words, line));
    return new Told(lastStream(sessionId), words);
  }

  private static void add(List<Told.Said> words, StoredLine line) {
    if (line.words().isEmpty()) {
      words.add(new Told.Said(line.utteranceId(), line.text(), line.startMs(), line.endMs()));
    }
    for (SpokenWord word : line.words()) {
      words.add(new Told.Said(line.utteranceId(), word.text(), word.startMs(), word.endMs()));
    }
  }

  private int lastStream(String sessionId) {
    return entities
        .createQuery(
            "select distinct substring(l.utteranceId, 1, locate('-', l.utteranceId) - 1)"
                + " from TranscriptLine l"
                + " where l.sessionId = :session and l.utteranceId like '%-%'",
            String.class)
        .setParameter("session", sessionId)
        .getResultStream()
        .filter(number -> number.matches("\\d{1,9}"))
        .mapToInt(Integer::parseInt)
        .max()
        .orElse(0);
  }
}
