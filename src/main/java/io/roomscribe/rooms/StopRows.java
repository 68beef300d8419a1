package io.roomscribe.rooms;

import io.roomscribe.cluster.NodeIdentity;
import jakarta.persistence.EntityManager;
import java.util.List;

/**
 * Requests to stop sessions, within the transaction of the caller. Any node may write one, so they
 * are beside what the session's owner writes: plain SQL on a column that its entity does not have.
 *
 * <p>Threading: confined to one transaction's thread. Errors: the provider's {@code
 * PersistenceException}.
 */
final class StopRows {

  private static final String TAKES_AUDIO = "state in ('WAITING', 'ACTIVE')";

  private final EntityManager entities;

  StopRows(EntityManager entities) {
    this.entities = entities;
  }

  /** Idempotent; a session that takes no audio any more is left alone. */
  void ask(String sessionId) {
    int unused =
        entities
            .createNativeQuery(
                "update session set stop_asked_at = current_timestamp where id = ?1"
                    + " and stop_asked_at is null and "
                    + TAKES_AUDIO)
            .setParameter(1, sessionId)
            .executeUpdate();
  }

  /** Sessions of the node that were asked to stop and have not begun to. */
  @SuppressWarnings("unchecked") // a native query of one text column gives strings
  List<String> asked(NodeIdentity node) {
    return entities
        .createNativeQuery(
            "select session.id from lease join session on session.id = lease.session_id"
                + " where lease.node = ?1 and lease.incarnation = ?2"
                + " and session.stop_asked_at is not null and session."
                + TAKES_AUDIO)
        .setParameter(1, node.id())
        .setParameter(2, node.incarnation())
        .getResultList();
  }
}
