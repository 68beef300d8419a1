package io.roomscribe.transcripts;

import io.roomscribe.cluster.LeaseRows;
import io.roomscribe.cluster.Leases;
import io.roomscribe.rooms.AudioGap;
import io.roomscribe.rooms.SpokenUtterance;
import io.roomscribe.rooms.Told;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The transaction around a batch of finals and gaps.
 *
 * <p>What this node decided for a session that another has taken since is left out for good: that
 * one tells what was said from then on, and stores what this one could not.
 *
 * <p>Threading: called from the store lane.
 */
@ApplicationScoped
class LineStore implements BatchWriter.Store {
  @PersistenceContext(unitName = "roomscribe")
  EntityManager entities;

  @Inject Leases leases;

  /** One transaction: when this returns, the batch is committed. */
  @Override
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public List<StoredUtterance> store(List<Entry> batch, boolean again) {
    List<Entry> refused = refused(new LeaseRows(entities), batch);
    refused.forEach(entry -> leases.refused(entry.sessionId()));
    List<Entry> ours = batch.stream().filter(entry -> !refused.contains(entry)).toList();
    return write(entities, ours, again);
  }

  /** Those of earlier owners. What has no fence was written before there were any. */
  static List<Entry> refused(LeaseRows leases, List<Entry> batch) {
    // In order, so that no two transactions wait for each other.
    Map<String, Set<Long>> fences = new TreeMap<>();
    for (Entry entry : batch) {
      if (entry.fence() != 0) {
        fences.computeIfAbsent(entry.sessionId(), id -> new TreeSet<>()).add(entry.fence());
      }
    }
    Map<String, Set<Long>> stale = new TreeMap<>();
    fences.forEach(
        (session, used) -> {
          Set<Long> refused = new HashSet<>(used);
          refused.removeIf(fence -> leases.admits(session, fence));
          stale.put(session, refused);
        });
    return batch.stream()
        .filter(entry -> stale.getOrDefault(entry.sessionId(), Set.of()).contains(entry.fence()))
        .toList();
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
