package io.roomscribe.transcripts;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stored lines and gaps, for reading.
 *
 * <p>Threading: any thread that may block on the database. No transaction: every call is one query,
 * and what it returns is detached.
 */
@ApplicationScoped
public class Transcripts {
  @PersistenceContext(unitName = "roomscribe")
  EntityManager entities;

  PartPage<StoredLine> inSession(SessionFilter filter, @Nullable Cursor after, int limit) {
    return new LineFinder(entities).inSession(filter, after, limit);
  }

  PartPage<StoredGap> gaps(GapFilter filter, @Nullable Cursor after, int limit) {
    return new GapFinder(entities).inSession(filter, after, limit);
  }

  Map<String, Long> lostMs(GapFilter filter) {
    return new GapFinder(entities).lostMs(filter);
  }

  LineFinder.FoundPage anywhere(SearchFilter filter, @Nullable Cursor after, int limit) {
    return new LineFinder(entities).anywhere(filter, after, limit);
  }

  /** Up to {@code limit} lines of the session in the order of being stored, after this number. */
  public List<StoredLine> storedAfter(String sessionId, long seq, int limit) {
    return new LineFinder(entities).storedAfter(sessionId, seq, limit);
  }

  /** The greatest number of each of these sessions that has any line. */
  public Map<String, Long> lastSeqs(Collection<String> sessionIds) {
    return new LineFinder(entities).lastSeqs(sessionIds);
  }
}
