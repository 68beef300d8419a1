package io.roomscribe.transcripts;

import io.roomscribe.rooms.AudioGap;
import io.roomscribe.rooms.SpokenUtterance;
import io.roomscribe.rooms.Told;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Objects;

/** The transaction around a batch of finals and gaps. Threading: called from the store lane. */
@ApplicationScoped
class LineStore implements BatchWriter.Store {
  @PersistenceContext(unitName = "roomscribe")
  EntityManager entities;

  /** One transaction: when this returns, the batch is committed. */
  @Override
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public List<StoredUtterance> store(List<Entry> batch, boolean again) {
    return write(entities, batch, again);
  }

  /** What of the session is stored. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public Told told(String sessionId, long fromMs) {
    return new ToldFinder(entities).of(sessionId, fromMs);
  }

  static List<StoredUtterance> write(EntityManager entities, List<Entry> batch, boolean again) {
    List<SpokenUtterance> finals =
        batch.stream().map(Entry::utterance).filter(Objects::nonNull).toList();
    List<AudioGap> gaps = batch.stream().map(Entry::gap).filter(Objects::nonNull).toList();
    new GapWriter(entities).write(gaps);
    return new LineWriter(entities).write(finals, again);
  }
}
