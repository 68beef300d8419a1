package io.roomscribe.transcripts;

import io.roomscribe.rooms.SpokenLine;
import io.roomscribe.rooms.SpokenUtterance;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes utterances as rows, each once, within the transaction of the caller.
 *
 * <p>Numbers go on from the session's greatest. Two writers of one session would choose the same:
 * the table's unique constraints let one of them fail, and its next attempt sees what the other
 * wrote. So numbers become visible in their order and without holes.
 *
 * <p>Threading: confined to one transaction's thread.
 *
 * <p>Errors: the provider's {@code PersistenceException}; nothing is written then.
 */
final class LineWriter {
  private final EntityManager entities;
  private final RowNumbers numbers;

  LineWriter(EntityManager entities) {
    this.entities = entities;
    this.numbers = new RowNumbers(entities, "TranscriptLine");
  }

  /**
   * Writes those that are not there yet.
   *
   * @param again return those that were there, too
   * @return each with its numbers, in order
   */
  List<StoredUtterance> write(List<SpokenUtterance> batch, boolean again) {
    Map<String, Set<String>> stored = storedAmong(batch);
    Set<SpokenUtterance> done = new HashSet<>();
    List<StoredUtterance> written = new ArrayList<>();
    for (SpokenUtterance utterance : batch) {
      Set<String> known = stored.computeIfAbsent(utterance.sessionId(), s -> new HashSet<>());
      if (known.add(utterance.utteranceId()) && !utterance.lines().isEmpty()) {
        written.add(write(utterance));
        done.add(utterance);
      } else if (again && done.add(utterance) && !utterance.lines().isEmpty()) {
        written.add(found(utterance));
      }
    }
    entities.flush();
    return written;
  }

  private StoredUtterance found(SpokenUtterance utterance) {
    List<StoredLine> lines =
        new LineQuery()
            .where("l.sessionId = :session and l.utteranceId = :utterance")
            .with("session", utterance.sessionId())
            .with("utterance", utterance.utteranceId())
            .list(entities, "l.seq", utterance.lines().size());
    return stored(utterance, lines);
  }

  private StoredUtterance write(SpokenUtterance utterance) {
    List<StoredLine> lines = new ArrayList<>();
    int segment = 0;
    for (SpokenLine line : utterance.lines()) {
      long seq = numbers.next(utterance.sessionId());
      TranscriptLine row = new TranscriptLine(utterance, line, segment++, seq);
      entities.persist(row);
      lines.add(row.toLine());
    }
    return stored(utterance, lines);
  }

  private static StoredUtterance stored(SpokenUtterance utterance, List<StoredLine> lines) {
    return new StoredUtterance(
        utterance.sessionId(),
        utterance.room(),
        utterance.utteranceId(),
        utterance.language(),
        lines);
  }

  private Map<String, Set<String>> storedAmong(List<SpokenUtterance> batch) {
    Map<String, Set<String>> ids =
        batch.stream()
            .collect(
                Collectors.groupingBy(
                    SpokenUtterance::sessionId,
                    Collectors.mapping(SpokenUtterance::utteranceId, Collectors.toSet())));
    return ids.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> storedAmong(e.getKey(), e.getValue())));
  }

  private Set<String> storedAmong(String sessionId, Set<String> utteranceIds) {
    return entities
        .createQuery(
            "select distinct l.utteranceId from TranscriptLine l"
                + " where l.sessionId = :session and l.utteranceId in :ids",
            String.class)
        .setParameter("session", sessionId)
        .setParameter("ids", utteranceIds)
        .getResultStream()
        .collect(Collectors.toCollection(HashSet::new));
  }
}
