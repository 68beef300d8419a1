package io.roomscribe.transcripts;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds stored gaps, a page at a time, by key as {@link LineFinder} does.
 *
 * <p>Threading: confined to its entity manager's thread.
 */
final class GapFinder {
  private final EntityManager entities;

  GapFinder(EntityManager entities) {
    this.entities = entities;
  }

  /** Gaps by the time they begin; the cursor's keys are fromMs and seq. */
  PartPage<StoredGap> inSession(GapFilter filter, @Nullable Cursor after, int limit) {
    Map<String, Object> values = new LinkedHashMap<>();
    String where = where(filter, values);
    if (after != null) {
      where += " and g.fromMs >= :afterMs and (g.fromMs > :afterMs or g.seq > :afterSeq)";
      values.put("afterMs", after.first());
      values.put("afterSeq", after.second());
    }
    TypedQuery<GapRow> query =
        entities.createQuery(
            "select g from GapRow g where " + where + " order by g.fromMs, g.seq", GapRow.class);
    values.forEach(query::setParameter);
    List<StoredGap> found =
        query.setMaxResults(limit + 1).getResultList().stream().map(GapRow::toGap).toList();
    return PartPage.of(found, limit);
  }

  /** How many ms of gaps of each cause there are; whole gaps, also where they begin earlier. */
  Map<String, Long> lostMs(GapFilter filter) {
    Map<String, Object> values = new LinkedHashMap<>();
    TypedQuery<Object[]> query =
        entities.createQuery(
            "select g.cause, sum(g.toMs), sum(g.fromMs) from GapRow g where "
                + where(filter, values)
                + " group by g.cause",
            Object[].class);
    values.forEach(query::setParameter);
    Map<String, Long> lost = new TreeMap<>();
    for (Object[] row : query.getResultList()) {
      lost.put((String) row[0], ((Number) row[1]).longValue() - ((Number) row[2]).longValue());
    }
    return lost;
  }

  private static String where(GapFilter filter, Map<String, Object> values) {
    StringBuilder where = new StringBuilder("g.sessionId = :session");
    values.put("session", filter.sessionId());
    if (filter.beginFromMs() != null) {
      where.append(" and g.fromMs >= :begin");
      values.put("begin", filter.beginFromMs());
    }
    if (filter.fromMs() != null) {
      where.append(" and g.toMs > :from");
      values.put("from", filter.fromMs());
    }
    if (filter.toMs() != null) {
      where.append(" and g.fromMs < :to");
      values.put("to", filter.toMs());
    }
    if (filter.shortestMs() > 0) {
      where.append(" and g.toMs - g.fromMs >= :shortest");
      values.put("shortest", filter.shortestMs());
    }
    return where.toString();
  }
}
