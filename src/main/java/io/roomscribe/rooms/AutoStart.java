package io.roomscribe.rooms;

import io.roomscribe.lanes.Cancellable;
import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Decides which rooms are transcribed without being asked for. A room whose session was stopped by
 * hand is left alone until it closes.
 *
 * <p>Threading: safe from any thread; looks on a lane of its own. Ownership: owns that and its
 * timer.
 */
final class AutoStart {

  private static final Logger LOG = System.getLogger(AutoStart.class.getName());
  private static final int WATCH_CAPACITY = 256;

  private final Optional<Pattern> pattern;
  private final RoomGateway gateway;
  private final Rooms rooms;
  private final Lane watch;
  private final Set<String> leftAlone = ConcurrentHashMap.newKeySet();
  private Cancellable watching = () -> {};

  /**
   * The rooms of this node.
   *
   * @param isTaken whether the room has a session
   * @param start starts one, or throws {@link TooManySessionsException}
   */
  record Rooms(Predicate<String> isTaken, Consumer<String> start) {}

  AutoStart(Optional<Pattern> pattern, RoomGateway gateway, Rooms rooms, Lanes lanes) {
    this.pattern = pattern;
    this.gateway = gateway;
    this.rooms = rooms;
    this.watch = lanes.blockingLane("rooms-watch", WATCH_CAPACITY);
  }

  /** Begins to look for rooms, this often. */
  void begin(Lanes lanes, Duration period) {
    LOG.log(
        Level.INFO,
        "auto-start={0}",
        pattern.map(Pattern::pattern).orElse("off; sessions start by request only"));
    if (pattern.isPresent()) {
      watching = lanes.every(period, watch, this::watchRooms);
    }
  }

  void close() {
    watching.cancel();
    watch.close();
  }

  /** Somebody asked for a session of the room. */
  void asked(String room) {
    leftAlone.remove(room);
  }

  /** Somebody stopped the room's session. */
  void stopped(String room) {
    if (pattern.isPresent()) {
      leftAlone.add(room);
    }
  }

  void finished(String room) {
    leftAlone.remove(room);
  }

  /** The room may have opened. */
  void hint(String room) {
    if (wants(room)) {
      watch.offer(() -> start(room));
    }
  }

  private void watchRooms() {
    try {
      List<String> open = gateway.rooms();
      leftAlone.retainAll(new HashSet<>(open));
      open.stream().filter(this::wants).forEach(this::start);
    } catch (GatewayException unreachable) {
      LOG.log(Level.WARNING, "auto-start cannot list rooms: {0}", unreachable.getMessage());
    }
  }

  private boolean wants(String room) {
    return pattern.isPresent()
        && pattern.get().matcher(room).matches()
        && !leftAlone.contains(room)
        && !rooms.isTaken().test(room);
  }

  private void start(String room) {
    try {
      rooms.start().accept(room);
    } catch (TooManySessionsException full) {
      LOG.log(Level.WARNING, "room={0} not started: {1}", room, full.getMessage());
    }
  }
}
