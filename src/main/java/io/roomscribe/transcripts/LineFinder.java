package io.roomscribe.transcripts;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds stored lines, a page at a time, by key and not by offset: a page costs the same wherever it
 * is, and lines that arrive meanwhile shift nothing.
 *
 * <p>Threading: confined to its entity manager's thread.
 */
final class LineFinder {
  private final EntityManager entities;

  LineFinder(EntityManager entities) {
    this.entities = entities;
  }

  /** Lines of a session by the time they begin; the cursor's keys are startMs and seq. */
  PartPage<StoredLine> inSession(SessionFilter filter, @Nullable Cursor after, int limit) {
    LineQuery query =
        new LineQuery().where("l.sessionId = :session").with("session", filter.sessionId());
    if (filter.speaker() != null) {
      query.spokenBy(filter.speaker());
    }
    if (filter.fromMs() != null) {
      query.where("l.endMs >= :from").with("from", filter.fromMs());
    }
    if (filter.toMs() != null) {
      query.where("l.startMs < :to").with("to", filter.toMs());
    }
    if (after != null) {
      query
          // The first condition is what an index can begin at.
          .where("l.startMs >= :afterMs and (l.startMs > :afterMs or l.seq > :afterSeq)")
          .with("afterMs", after.first())
          .with("afterSeq", after.second());
    }
    return PartPage.of(query.list(entities, "l.startMs, l.seq", limit + 1), limit);
  }

  /** Lines of a session in the order of being stored, after this number. */
  List<StoredLine> storedAfter(String sessionId, long seq, int limit) {
    return new LineQuery()
        .where("l.sessionId = :session and l.seq > :seq")
        .with("session", sessionId)
        .with("seq", seq)
        .list(entities, "l.seq", limit);
  }

  /**
   * Lines of all sessions by the time they were spoken; the keys are that time and the row's id.
   */
  FoundPage anywhere(SearchFilter filter, @Nullable Cursor after, int limit) {
    LineQuery query = new LineQuery();
    if (filter.room() != null) {
      query.where("l.room = :room").with("room", filter.room());
    }
    if (filter.speaker() != null) {
      query.spokenBy(filter.speaker());
    }
    if (filter.from() != null) {
      query.where("l.spokenAt >= :from").with("from", utc(filter.from()));
    }
    if (filter.to() != null) {
      query.where("l.spokenAt < :to").with("to", utc(filter.to()));
    }
    if (filter.text() != null) {
      query
          .where("lower(l.text) like lower(:text) escape '!'")
          .with("text", LineQuery.containing(filter.text()));
    }
    return page(query, filter.newestFirst(), after, limit);
  }

  Map<String, Long> lastSeqs(Collection<String> sessionIds) {
    if (sessionIds.isEmpty()) {
      return Map.of();
    }
    return entities
        .createQuery(
            "select l.sessionId, max(l.seq) from TranscriptLine l where l.sessionId in :ids"
                + " group by l.sessionId",
            Object[].class)
        .setParameter("ids", sessionIds)
        .getResultStream()
        .collect(Collectors.toMap(row -> (String) row[0], row -> (Long) row[1]));
  }

  private FoundPage page(LineQuery query, boolean newestFirst, @Nullable Cursor after, int limit) {
    String beyond = newestFirst ? "<" : ">";
    if (after != null) {
      query
          .where(
              "l.spokenAt %1$s= :afterAt and (l.spokenAt %1$s :afterAt or l.id %1$s :afterId)"
                  .formatted(beyond))
          .with("afterAt", utc(Instant.ofEpochMilli(after.first())))
          .with("afterId", after.second());
    }
    String order = newestFirst ? "l.spokenAt desc, l.id desc" : "l.spokenAt, l.id";
    List<TranscriptLine> rows = query.rows(entities, order, limit + 1);
    boolean more = rows.size() > limit;
    List<TranscriptLine> shown = more ? rows.subList(0, limit) : rows;
    TranscriptLine last = shown.isEmpty() ? null : shown.get(shown.size() - 1);
    return new FoundPage(
        shown.stream().map(TranscriptLine::toLine).toList(),
        more && last != null ? last.id() : null);
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  /**
   * Some lines.
   *
   * @param lines in the query's order
   * @param lastId the row of the last line when there are more after it, else null
   */
  record FoundPage(List<StoredLine> lines, @Nullable Long lastId) {
    /** Where the next page begins; null when this is the last. */
    @Nullable Cursor next(int query) {
      if (lastId == null) {
        return null;
      }
      StoredLine last = lines.get(lines.size() - 1);
      return new Cursor(last.spokenAt().toEpochMilli(), lastId, query);
    }
  }
}
