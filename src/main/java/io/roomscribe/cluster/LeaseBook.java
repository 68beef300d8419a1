package io.roomscribe.cluster;

import io.roomscribe.lanes.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a node believes of its leases between two looks at the database, by its own monotonic clock.
 *
 * <p>A node among others that could not renew within the lease has lapsed: others may own its
 * sessions by now, so it acts for none of them until the database has told it which are its own
 * still. A node that has seen no other has nobody to give way to, and goes on.
 *
 * <p>Bounds: remembers the fences of the last {@value #PAST} sessions that it holds no longer, as
 * writes for them may come late.
 *
 * <p>Threading: safe from any thread, but {@link #renewed} from one at a time.
 */
final class LeaseBook {

  private static final int PAST = 10_000;

  private final Clock clock;
  private final Duration lease;
  private final Map<String, Long> held = new ConcurrentHashMap<>();
  private final Map<String, Long> past =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
              return size() > PAST;
            }
          });
  private volatile long renewedNs;
  private volatile int others;

  LeaseBook(Clock clock, Duration lease) {
    this.clock = clock;
    this.lease = lease;
    this.renewedNs = clock.nanoTime();
  }

  /** The session is the node's from now on. */
  void hold(String sessionId, long fence) {
    held.put(sessionId, fence);
  }

  /** The session is the node's no longer; what was decided for it may still be written. */
  void letGo(String sessionId) {
    Long fence = held.remove(sessionId);
    if (fence != null) {
      past.put(sessionId, fence);
    }
  }

  /** What the node holds, as it believes. */
  Map<String, Long> held() {
    return Map.copyOf(held);
  }

  boolean holds(String sessionId) {
    return held.containsKey(sessionId);
  }

  /**
   * The database has answered.
   *
   * @param believed what was held when it was asked
   * @param owned what it says is held
   * @param askedNs the monotonic time before it was asked
   * @param otherNodes how many live
   * @return what is held no longer
   */
  Set<String> renewed(
      Map<String, Long> believed, Map<String, Long> owned, long askedNs, int otherNodes) {
    Set<String> lost = new HashSet<>();
    believed.forEach(
        (session, fence) -> {
          if (!fence.equals(owned.get(session)) && fence.equals(held.get(session))) {
            letGo(session);
            lost.add(session);
          }
        });
    others = otherNodes;
    renewedNs = askedNs;
    return lost;
  }

  /** Under which the session's writes are decided; 0 when it never was the node's. */
  long fence(String sessionId) {
    Long fence = held.get(sessionId);
    return fence != null ? fence : past.getOrDefault(sessionId, 0L);
  }

  /** Whether the node may act for the session now, as far as it knows. */
  boolean mayAct(String sessionId) {
    return holds(sessionId) && !isLapsed();
  }

  boolean isLapsed() {
    return others > 0 && age().compareTo(lease) >= 0;
  }

  /** Since the last time that the database confirmed the leases. */
  Duration age() {
    return Duration.ofNanos(clock.nanoTime() - renewedNs);
  }

  /** Other nodes that lived then. */
  int others() {
    return others;
  }
}
