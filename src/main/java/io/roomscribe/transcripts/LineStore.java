package io.roomscribe.transcripts;

import io.roomscribe.rooms.SpokenUtterance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;

/** The transaction around a batch of finals. Threading: called from the store lane. */
@ApplicationScoped
class LineStore {
  @PersistenceContext(unitName = "roomscribe")
  EntityManager entities;

  /** One transaction: when this returns, the batch is committed. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  List<StoredUtterance> store(List<SpokenUtterance> batch) {
    return new LineWriter(entities).write(batch);
  }
}
