package io.roomscribe.transcripts;

import io.roomscribe.rooms.SpokenWord;
import io.roomscribe.rooms.Told;
import io.roomscribe.rooms.UtteranceId;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Finds what of a session is stored, as its speech-to-text has to know it to go on.
 *
 * <p>Threading: confined to its entity manager's thread.
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
            // Of each stream its id up to the dash: there are too many utterances for all of them.
            "select distinct substring(l.utteranceId, 1, locate('-', l.utteranceId))"
                + " from TranscriptLine l"
                + " where l.sessionId = :session and l.utteranceId like '%-%'",
            String.class)
        .setParameter("session", sessionId)
        .getResultStream()
        .map(UtteranceId::streamOf)
        .flatMapToInt(OptionalInt::stream)
        .max()
        .orElse(0);
  }
}
