package io.roomscribe.rooms;

import io.roomscribe.lanes.Cancellable;
import io.roomscribe.lanes.Clock;
import io.roomscribe.lanes.Lane;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Follows a session's room by looking, periodically and whenever something hints at a change, and
 * notices that the room is gone.
 *
 * <p>Threading: confined to the session's control lane, but for {@link #lookSoon}; blocks on
 * LiveKit's API.
 *
 * <p>Ownership: owns its timers.
 */
final class RoomFollowing {

  private static final Logger LOG = System.getLogger(RoomFollowing.class.getName());

  private final SessionRecord record;
  private final RoomSession.Surroundings around;
  private final RoomCapture capture;
  private final Lane lane;
  private final Asker asker;
  private final AtomicBoolean lookPending = new AtomicBoolean();

  private Cancellable rounds = () -> {};
  private Cancellable earlierRound = () -> {};
  private boolean roomSeen;
  private @Nullable Long missingSinceNs;

  /** Whose room it is; called on the control lane. */
  interface Asker {

    /** Whether the room is still of interest. */
    boolean follows();

    /** The session may look otherwise than before. */
    void changed();

    /** There is no room any more, or it never came. */
    void gone(String cause);
  }

  /** Not looking yet. */
  RoomFollowing(
      SessionRecord record, RoomSession.Surroundings around, RoomCapture capture, Wiring wiring) {
    this.record = record;
    this.around = around;
    this.capture = capture;
    this.lane = wiring.lane();
    this.asker = wiring.asker();
    // What was captured before was a room's.
    this.roomSeen = record.startedAt().isPresent();
  }

  /** On which lane, the session's control lane, and for whom. */
  record Wiring(Lane lane, Asker asker) {}

  void start() {
    rounds = around.lanes().every(around.pace().round(), lane, this::look);
    lookSoon();
  }

  void stop() {
    rounds.cancel();
    earlierRound.cancel();
  }

  /** Something may have changed: look now rather than at the next round. Any thread. */
  void lookSoon() {
    if (lookPending.compareAndSet(false, true) && !lane.offer(this::lookNow)) {
      lookPending.set(false);
    }
  }

  private void lookNow() {
    lookPending.set(false);
    look();
  }

  private void look() {
    if (!asker.follows()) {
      return;
    }
    try {
      Optional<List<MicrophoneTrack>> microphones = around.gateway().microphones(record.room());
      if (microphones.isPresent()) {
        roomSeen = true;
        missingSinceNs = null;
        capture.follow(microphones.get());
      } else {
        noRoom();
      }
      record.trouble(capture.trouble());
    } catch (GatewayException trouble) {
      LOG.log(
          Level.WARNING,
          "session={0} livekit: {1}",
          record.id(),
          String.valueOf(trouble.getMessage()));
      record.trouble(trouble.category() + ": " + trouble.getMessage());
    }
    asker.changed();
    planEarlierRound();
  }

  /** A track that waits for its back-off does not wait for the next round too. */
  void planEarlierRound() {
    earlierRound.cancel();
    earlierRound =
        capture
            .nextTry()
            .filter(delay -> delay.compareTo(around.pace().round()) < 0)
            .map(delay -> around.lanes().after(delay.plusMillis(1), lane, this::look))
            .orElse(() -> {});
  }

  /** For a whole round, because a room that is just being moved may be missing for a moment. */
  private void noRoom() {
    Clock clock = around.clock();
    long nowNs = clock.nanoTime();
    missingSinceNs = missingSinceNs == null ? Long.valueOf(nowNs) : missingSinceNs;
    if (roomSeen && nowNs - missingSinceNs >= around.pace().round().toNanos()) {
      asker.gone("the room is gone");
    } else if (!roomSeen && record.age(clock.now()).compareTo(around.pace().waitForRoom()) > 0) {
      asker.gone("no such room appeared");
    }
  }
}
