package io.roomscribe.rooms;

import io.roomscribe.lanes.BackOff;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who needs and who has how many of a number of egresses.
 *
 * <p>Absent: LiveKit may refuse sooner than the number says, because others use the same account or
 * its hosts are busy. Then what runs is all there is, for {@link #FIRST_PAUSE} and longer each
 * time, up to {@link #LONGEST_PAUSE}. A session that is not there has nothing and gets nothing.
 *
 * <p>Threading: not thread-safe; see {@link EgressBudget}. Times are ns of one monotonic clock.
 */
final class EgressLedger {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  /** How much longer a refusal counts where nobody needs more egresses. */
  private static final Duration WITHOUT_NEED = Duration.ofMinutes(30);

  private final int max;
  private final Map<String, Room> rooms = new LinkedHashMap<>();
  private final BackOff backOff = new BackOff(FIRST_PAUSE, LONGEST_PAUSE);
  private int refusedAt = Integer.MAX_VALUE;
  private long refusedUntilNs;

  EgressLedger(int max) {
    this.max = max;
  }

  /** What one session has and wants. */
  private static final class Room {
    private final Runnable placeFree;
    private EgressNeed need = EgressNeed.NONE;
    private String mode = "none";
    private int inUse;
    private boolean waits;

    Room(Runnable placeFree) {
      this.placeFree = placeFree;
    }

    boolean isWaiting() {
      return waits && need.most() > 0;
    }
  }

  void join(String sessionId, Runnable placeFree) {
    rooms.put(sessionId, new Room(placeFree));
  }

  void leave(String sessionId) {
    rooms.remove(sessionId);
  }

  /** What the session needs from now on; returns its share. */
  int allot(String sessionId, EgressNeed need, long nowNs) {
    Room room = rooms.get(sessionId);
    if (room == null) {
      return 0;
    }
    room.need = need;
    // A room in which nobody is heard asks every round, and there may be a thousand of them.
    return need.most() == 0 ? 0 : shareOf(sessionId, nowNs);
  }

  void captures(String sessionId, String mode) {
    Room room = rooms.get(sessionId);
    if (room != null) {
      room.mode = mode;
    }
  }

  boolean take(String sessionId, boolean beyondShare, long nowNs) {
    Room room = rooms.get(sessionId);
    if (room == null) {
      return false;
    }
    boolean isEntitled = beyondShare || room.inUse < shareOf(sessionId, nowNs);
    room.waits = !isEntitled || !hasPlace(nowNs);
    room.inUse += room.waits ? 0 : 1;
    return !room.waits;
  }

  boolean hasPlace(long nowNs) {
    return inUse() < effective(nowNs);
  }

  boolean isWorthTrying(int more, long nowNs) {
    return inUse() + more <= effective(nowNs - WITHOUT_NEED.toNanos());
  }

  void giveBack(String sessionId) {
    Room room = rooms.get(sessionId);
    if (room != null && room.inUse > 0) {
      room.inUse--;
    }
  }

  /** At least one is left to try with: whoever used it up may be gone. */
  void refused(long nowNs) {
    refusedAt = Math.max(1, inUse());
    refusedUntilNs = nowNs + backOff.next().toNanos();
  }

  void served() {
    if (inUse() > refusedAt) {
      refusedAt = Integer.MAX_VALUE;
      backOff.reset();
    }
  }

  EgressBudget.Usage usage(long nowNs) {
    Map<String, Integer> modes = new TreeMap<>();
    rooms.values().forEach(room -> modes.merge(room.mode, 1, Integer::sum));
    int waiting = (int) rooms.values().stream().filter(Room::isWaiting).count();
    return new EgressBudget.Usage(max, effective(nowNs), inUse(), waiting, modes);
  }

  /** Those who wait, to be told that a place is free. */
  List<Runnable> waiting() {
    return rooms.values().stream().filter(Room::isWaiting).map(room -> room.placeFree).toList();
  }

  private int shareOf(String sessionId, long nowNs) {
    Map<String, EgressNeed> needs = new LinkedHashMap<>();
    rooms.forEach((id, room) -> needs.put(id, room.need));
    return EgressShares.of(needs, effective(nowNs)).getOrDefault(sessionId, 0);
  }

  private int inUse() {
    return rooms.values().stream().mapToInt(room -> room.inUse).sum();
  }

  private int effective(long nowNs) {
    boolean isRefused = refusedAt != Integer.MAX_VALUE && nowNs - refusedUntilNs < 0;
    return isRefused ? Math.min(max, refusedAt) : max;
  }
}
