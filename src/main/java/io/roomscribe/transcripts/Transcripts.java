package io.roomscribe.transcripts;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stored lines, for reading.
 *
 * <p>Threading: any thread that may block on the database. No transaction: every call is one query,
 * and what it returns is detached.
 */
@ApplicationScoped
public class Transcripts {
  @PersistenceContext(unitName = "roomscribe")
  EntityManager entities;

  LinePage inSession(SessionFilter filter, @Nullable Cursor after, int limit) {
    return new LineFinder(entities).inSession(filter, after, limit);
  }

  LineFinder.FoundPage anywhere(SearchFilter filter, @Nullable Cursor after, int limit) {
    return new LineFinder(entities).anywhere(filter, after, limit);
  }

  /** Up to {@code limit} lines of the session in the order of being stored, after this number. */
  public List<StoredLine> storedAfter(String sessionId, long seq, int limit) {
    return new LineFinder(entities).storedAfter(sessionId, seq, limit);
  }
}
