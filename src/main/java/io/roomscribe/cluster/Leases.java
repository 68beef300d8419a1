package io.roomscribe.cluster;

import io.roomscribe.lanes.Clock;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which sessions are this node's. A session is owned by whoever wrote its lease last, and the fence
 * tells one owner from the next; {@link LeaseRows#admits} compares it within each transaction that
 * writes for the session.
 *
 * <p>Threading: safe from any thread; {@link #renew}, {@link #free}, {@link #take}, {@link
 * #release} and {@link #leave} block on the database. Ownership: owns the node's identity. Errors:
 * whatever the database throws; what is believed stays as it was.
 */
@ApplicationScoped
public class Leases {

  private static final Logger LOG = System.getLogger(Leases.class.getName());

  @Inject ClusterSettings settings;
  @Inject LeaseStore store;
  @Inject Clock clock;

  private final AtomicLong refused = new AtomicLong();
  private NodeFile file;
  private LeaseBook book;

  @PostConstruct
  void open() {
    file = NodeFile.in(Path.of(settings.directory));
    book = new LeaseBook(clock, settings.lease);
    LOG.log(Level.INFO, "node={0} incarnation={1}", node().id(), node().incarnation());
  }

  @PreDestroy
  void close() {
    file.close();
  }

  /** This process. */
  public NodeIdentity node() {
    return file.identity();
  }

  /** How long a node may be silent before others take its sessions. */
  public Duration lease() {
    return settings.lease;
  }

  /** The session's lease is committed with this fence, and the node's. */
  public void hold(String sessionId, long fence) {
    book.hold(sessionId, fence);
  }

  /** The session is over, or left to others without being released. */
  public void letGo(String sessionId) {
    book.letGo(sessionId);
  }

  /** Whether the session is the node's, as far as it knows. */
  public boolean holds(String sessionId) {
    return book.holds(sessionId);
  }

  /** Under which the session's writes are decided; 0 when it never was the node's. */
  public long fence(String sessionId) {
    return book.fence(sessionId);
  }

  /** Whether the node may act for the session now, as far as it knows. Never blocks. */
  public boolean mayAct(String sessionId) {
    return book.mayAct(sessionId);
  }

  /** Whether other nodes lived at the last renewal. Never blocks. */
  public boolean hasCompany() {
    return book.others() > 0;
  }

  /**
   * What a renewal found.
   *
   * @param lost sessions that others own by now
   * @param nextEnd until the first promise of another node passes, unless that renews it; empty
   *     without others
   */
  public record Renewal(Set<String> lost, Optional<Duration> nextEnd) {}

  /** Renews all that the node holds. One thread at a time. */
  public Renewal renew() {
    Map<String, Long> believed = book.held();
    long askedNs = clock.nanoTime();
    LeaseStore.Answer answer = store.renew(node(), settings.lease);
    LeaseRows.Others others = answer.others();
    Set<String> lost = book.renewed(believed, answer.owned(), askedNs, others.living());
    return new Renewal(
        lost,
        others.living() == 0
            ? Optional.empty()
            : Optional.of(Duration.ofMillis(others.firstEndMs())));
  }

  /** Unfinished sessions that nobody owns, oldest first; not those that run here. */
  public List<Candidate> free() {
    return store.free(node()).stream().filter(each -> !book.holds(each.sessionId())).toList();
  }

  /** Makes a session the node's; false when another was faster. */
  public boolean take(Candidate session) {
    boolean taken = store.take(session, node());
    if (taken) {
      book.hold(session.sessionId(), session.fence() + 1);
    }
    return taken;
  }

  /** Lets others have a session at once. */
  public void release(String sessionId) {
    book.letGo(sessionId);
    store.release(sessionId, book.fence(sessionId));
  }

  /** The node stops: others may have all its sessions at once. */
  public void leave() {
    book.held().keySet().forEach(book::letGo);
    store.leave(node());
  }

  /** A write was refused because another node owns the session. */
  public void refused(String sessionId) {
    refused.incrementAndGet();
    LOG.log(Level.WARNING, "session={0} event=write-refused: another node has taken it", sessionId);
  }

  /** How it stands with the leases. */
  public ClusterState state() {
    return new ClusterState(
        book.others() + 1, book.held().size(), book.age(), book.isLapsed(), refused.get());
  }
}
