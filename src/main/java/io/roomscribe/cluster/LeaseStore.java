package io.roomscribe.cluster;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The transactions around {@link LeaseRows}. Threading: any thread that may block on the database.
 * Errors: whatever JPA throws; nothing is retried here.
 */
@ApplicationScoped
class LeaseStore {

  private static final Duration REMEMBERED = Duration.ofHours(1);

  @PersistenceContext(unitName = "roomscribe")
  EntityManager entities;

  /** What the database says at a renewal. */
  record Answer(Map<String, Long> owned, LeaseRows.Others others) {}

  @Transactional
  Answer renew(NodeIdentity node, Duration lease) {
    return renew(new LeaseRows(entities), node, lease);
  }

  static Answer renew(LeaseRows rows, NodeIdentity node, Duration lease) {
    rows.promise(node, lease);
    rows.tidy(REMEMBERED);
    return new Answer(rows.owned(node), rows.others(node));
  }

  @Transactional
  List<Candidate> free(NodeIdentity node) {
    return new LeaseRows(entities).free(node);
  }

  @Transactional
  boolean take(Candidate session, NodeIdentity node) {
    return new LeaseRows(entities).take(session, node);
  }

  @Transactional
  void release(String sessionId, long fence) {
    new LeaseRows(entities).release(sessionId, fence);
  }

  @Transactional
  void leave(NodeIdentity node) {
    new LeaseRows(entities).leave(node);
  }
}
