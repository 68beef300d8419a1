package io.roomscribe.transcripts;

import io.roomscribe.rooms.AudioGap;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.List;

/**
 * Writes gaps as rows within the transaction of the caller.
 *
 * <p>The rows of one track and cause are the union of all stretches that were reported; those less
 * than {@value #JOIN_MS} ms apart, which is as near as the mixer joins them itself, are one row. So
 * a gap that is written again changes nothing.
 *
 * <p>Threading: confined to one transaction's thread. Errors: the provider's {@code
 * PersistenceException}; nothing is written then.
 */
final class GapWriter {
  private static final long JOIN_MS = 100;

  private final EntityManager entities;
  private final RowNumbers numbers;

  GapWriter(EntityManager entities) {
    this.entities = entities;
    this.numbers = new RowNumbers(entities, "GapRow");
  }

  void write(List<AudioGap> gaps) {
    gaps.forEach(this::write);
    entities.flush();
  }

  private void write(AudioGap gap) {
    List<GapRow> touched = touched(gap);
    if (touched.isEmpty()) {
      entities.persist(new GapRow(gap, numbers.next(gap.sessionId())));
      return;
    }
    GapRow kept = touched.get(0);
    kept.cover(gap.fromMs(), gap.toMs());
    for (GapRow bridged : touched.subList(1, touched.size())) {
      kept.cover(bridged.fromMs, bridged.toMs);
      entities.remove(bridged);
    }
  }

  /** Rows that the gap overlaps or nearly touches, earliest first. */
  private List<GapRow> touched(AudioGap gap) {
    String track = gap.trackId() == null ? "g.trackId is null" : "g.trackId = :track";
    TypedQuery<GapRow> query =
        entities
            .createQuery(
                "select g from GapRow g where g.sessionId = :session and g.cause = :cause and "
                    + track
                    + " and g.fromMs <= :to and g.toMs >= :from order by g.fromMs, g.seq",
                GapRow.class)
            .setParameter("session", gap.sessionId())
            .setParameter("cause", gap.cause())
            .setParameter("from", gap.fromMs() - JOIN_MS)
            .setParameter("to", gap.toMs() + JOIN_MS);
    if (gap.trackId() != null) {
      query.setParameter("track", gap.trackId());
    }
    return query.getResultList();
  }
}
