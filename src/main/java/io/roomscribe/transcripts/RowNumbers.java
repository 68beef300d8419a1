package io.roomscribe.transcripts;

import jakarta.persistence.EntityManager;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers the rows of sessions, going on from the greatest that is stored.
 *
 * <p>Threading: confined to one transaction's thread. Errors: the provider's {@code
 * PersistenceException}.
 */
final class RowNumbers {
  private final EntityManager entities;
  private final String entity;
  private final Map<String, Long> last = new HashMap<>();

  /** Numbers of an entity that has a sessionId and a seq. */
  RowNumbers(EntityManager entities, String entity) {
    this.entities = entities;
    this.entity = entity;
  }

  /** The session's next number, from 1. */
  long next(String sessionId) {
    Long known = last.get(sessionId);
    long next = (known == null ? greatest(sessionId) : known) + 1;
    last.put(sessionId, next);
    return next;
  }

  private long greatest(String sessionId) {
    Long greatest =
        entities
            .createQuery(
                "select max(r.seq) from " + entity + " r where r.sessionId = :session", Long.class)
            .setParameter("session", sessionId)
            .getSingleResult();
    return greatest == null ? 0 : greatest;
  }
}
