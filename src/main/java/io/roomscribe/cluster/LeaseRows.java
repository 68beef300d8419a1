package io.roomscribe.cluster;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Leases in the database, within the transaction of the caller. Plain SQL that H2 and PostgreSQL
 * share, as conditions and effects must be one statement.
 *
 * <p>Threading: confined to one transaction's thread. Errors: the provider's {@code
 * PersistenceException}; the transaction is void then.
 */
public final class LeaseRows {

  /** The database's clock, in ms since 1970. */
  private static final String NOW = "cast(extract(epoch from current_timestamp) * 1000 as bigint)";

  /** An owner whose promise has not passed. */
  private static final String OWNER_LIVES =
      "exists (select 1 from cluster_node n where n.id = lease.node"
          + " and n.incarnation = lease.incarnation and n.until_ms > "
          + NOW
          + ")";

  /** Longest from a session's being stored to its being known on the node that stored it. */
  private static final long BIRTH_MS = 60_000;

  /**
   * Nobody owns it; or this node (1) does, but in an earlier process than this (2), or without
   * knowing of it, because an answer of the database was lost.
   */
  private static final String FREE =
      "(not "
          + OWNER_LIVES
          + " or (lease.node = ?1 and (lease.incarnation <> ?2 or lease.changed_ms < "
          + NOW
          + " - "
          + BIRTH_MS
          + ")))";

  /** Of a new session. */
  public static final long FIRST_FENCE = 1;

  private final EntityManager entities;

  public LeaseRows(EntityManager entities) {
    this.entities = entities;
  }

  /** A new session's lease, with {@link #FIRST_FENCE}. */
  public void begin(String sessionId, NodeIdentity node) {
    execute(
        "insert into lease (session_id, node, incarnation, fence, changed_ms)"
            + " values (?1, ?2, ?3, ?4, "
            + NOW
            + ")",
        sessionId,
        node.id(),
        node.incarnation(),
        FIRST_FENCE);
  }

  /**
   * Whether a write for the session may go on. It holds the row until the transaction ends, so that
   * nobody takes the session in between. Transactions of several sessions ask in the order of ids.
   *
   * @param fence under which the write was decided
   */
  public boolean admits(String sessionId, long fence) {
    // Not "for update": EclipseLink reads outside of the transaction until something is written.
    int held =
        query(
                "update lease set fence = fence where session_id = ?1 and fence = ?2",
                sessionId,
                fence)
            .executeUpdate();
    return held == 1 || !exists(sessionId);
  }

  /** Without a lease there is no such session: the write's foreign key says so better. */
  private boolean exists(String sessionId) {
    return !query("select fence from lease where session_id = ?1", sessionId)
        .getResultList()
        .isEmpty();
  }

  /** The node lives, and will for the lease. */
  void promise(NodeIdentity node, Duration lease) {
    Object[] row = {node.id(), node.incarnation(), lease.toMillis()};
    int known =
        query(
                "update cluster_node set renewed_ms = "
                    + NOW
                    + ", until_ms = "
                    + NOW
                    + " + ?3 where id = ?1 and incarnation = ?2",
                row)
            .executeUpdate();
    if (known == 0) {
      execute(
          "insert into cluster_node (id, incarnation, renewed_ms, until_ms)"
              + " values (?1, ?2, "
              + NOW
              + ", "
              + NOW
              + " + ?3)",
          row);
    }
  }

  /** Forgets processes that died before the last so many ms. */
  void tidy(Duration age) {
    execute("delete from cluster_node where until_ms < " + NOW + " - ?1", age.toMillis());
  }

  /** The process is no more, and what it owned is free. */
  void leave(NodeIdentity node) {
    execute(
        "update lease set node = '', incarnation = '', changed_ms = "
            + NOW
            + " where node = ?1 and incarnation = ?2",
        node.id(),
        node.incarnation());
    execute(
        "delete from cluster_node where id = ?1 and incarnation = ?2",
        node.id(),
        node.incarnation());
  }

  /** Fences of the sessions that are the node's. */
  Map<String, Long> owned(NodeIdentity node) {
    Map<String, Long> fences = new HashMap<>();
    for (Object[] row :
        rows(
            query(
                "select session_id, fence from lease where node = ?1 and incarnation = ?2",
                node.id(),
                node.incarnation()))) {
      fences.put(String.valueOf(row[0]), number(row[1]));
    }
    return fences;
  }

  /**
   * Nodes that live beside this one.
   *
   * @param living how many
   * @param firstEndMs ms until the first of their promises passes, unless it is renewed; 0 without
   *     any
   */
  record Others(int living, long firstEndMs) {}

  Others others(NodeIdentity node) {
    Object[] row =
        rows(query(
                "select count(*), coalesce(min(until_ms) - "
                    + NOW
                    + ", 0) from cluster_node where until_ms > "
                    + NOW
                    + " and not (id = ?1 and incarnation = ?2)",
                node.id(),
                node.incarnation()))
            .get(0);
    return new Others(Math.toIntExact(number(row[0])), number(row[1]));
  }

  /** Unfinished sessions that are free, oldest first. */
  List<Candidate> free(NodeIdentity node) {
    List<Candidate> found = new ArrayList<>();
    for (Object[] row :
        rows(
            query(
                "select lease.session_id, lease.fence, lease.node"
                    + " from lease join session on session.id = lease.session_id"
                    + " where session.state not in ('ENDED', 'FAILED') and "
                    + FREE
                    + " order by lease.session_id",
                node.id(),
                node.incarnation()))) {
      boolean isOwn = node.id().equals(row[2]);
      found.add(new Candidate(String.valueOf(row[0]), number(row[1]), isOwn));
    }
    return found;
  }

  /** Takes it with the next fence, unless another was faster or its owner is back. */
  boolean take(Candidate session, NodeIdentity node) {
    return query(
                "update lease set node = ?1, incarnation = ?2, fence = fence + 1, changed_ms = "
                    + NOW
                    + " where session_id = ?3 and fence = ?4 and "
                    + FREE,
                node.id(),
                node.incarnation(),
                session.sessionId(),
                session.fence())
            .executeUpdate()
        == 1;
  }

  /** Lets it go; the fence stays, so that what was decided under it is still written. */
  public void release(String sessionId, long fence) {
    execute(
        "update lease set node = '', incarnation = '', changed_ms = "
            + NOW
            + " where session_id = ?1 and fence = ?2",
        sessionId,
        fence);
  }

  private void execute(String sql, Object... values) {
    int unused = query(sql, values).executeUpdate();
  }

  private Query query(String sql, Object... values) {
    Query query = entities.createNativeQuery(sql);
    for (int i = 0; i < values.length; i++) {
      query.setParameter(i + 1, values[i]);
    }
    return query;
  }

  @SuppressWarnings("unchecked") // a native query of several columns gives arrays
  private static List<Object[]> rows(Query query) {
    return query.getResultList();
  }

  /** Providers and databases differ in the type of a number. */
  private static long number(Object value) {
    return ((Number) value).longValue();
  }
}
