package io.roomscribe.cluster;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.roomscribe.lanes.Cancellable;
import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/**
 * Messages on their way to the other nodes, by connections of the pool; as many as wait go in one
 * statement, since notifying takes turns over the whole database.
 *
 * <p>Full, or the database does not take them: messages are dropped and counted. Their numbers are
 * used up all the same, and an empty message follows as soon as that is possible, so the receivers
 * see the hole.
 *
 * <p>Threading: {@link #offer} and the figures from any thread; sends on a lane of its own.
 * Ownership: owns that lane and its timer.
 */
final class BusOutbox {

  /** Of a message that only shows that others are missing. */
  private static final String NOTHING = "nothing";

  private static final String EMPTY = " " + NOTHING + "\n{}";

  private static final Logger LOG = System.getLogger(BusOutbox.class.getName());
  private static final int MOST = 1_024;
  private static final int AT_ONCE = 64;
  private static final int LANE_CAPACITY = 4;
  private static final Duration TELL_PERIOD = Duration.ofSeconds(2);
  private static final String NOTIFY = "select count(pg_notify(?, m)) from unnest(?) as m";

  private final DataSource pool;
  private final String channel;
  private final String sender;
  private final Lane lane;
  private final Cancellable telling;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicBoolean sending = new AtomicBoolean();
  private final AtomicBoolean holes = new AtomicBoolean();
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Deque<String> waiting = new ArrayDeque<>();

  @GuardedBy("lock")
  private long number;

  /** Confined to the lane: the database did not take the last ones. */
  private boolean isFailing;

  /**
   * Nothing waits.
   *
   * @param channel of the notifications
   * @param sender this process
   */
  BusOutbox(DataSource pool, String channel, String sender, Lanes lanes) {
    this.pool = pool;
    this.channel = channel;
    this.sender = sender;
    this.lane = lanes.blockingLane("bus", LANE_CAPACITY);
    this.telling = lanes.every(TELL_PERIOD, lane, this::tellHoles);
  }

  void offer(String topic, String json) {
    lock.lock();
    try {
      number++;
      List<String> notifications = BusSlip.of(sender, number, topic, json);
      if (notifications.isEmpty() || waiting.size() + notifications.size() > MOST) {
        dropped.incrementAndGet();
        holes.set(true);
      } else {
        waiting.addAll(notifications);
      }
    } finally {
      lock.unlock();
    }
    sendSoon();
  }

  /** More than half full. */
  boolean isBusy() {
    lock.lock();
    try {
      return waiting.size() > MOST / 2;
    } finally {
      lock.unlock();
    }
  }

  /** Notifications that the database took. */
  long sent() {
    return sent.get();
  }

  /** Messages that found no room, and notifications that the database did not take. */
  long dropped() {
    return dropped.get();
  }

  void close() {
    telling.cancel();
    lane.close();
  }

  private void sendSoon() {
    if (sending.compareAndSet(false, true) && !lane.offer(this::send)) {
      sending.set(false);
    }
  }

  private void send() {
    sending.set(false);
    for (List<String> some = some(); !some.isEmpty(); some = some()) {
      send(some);
    }
  }

  private void send(List<String> notifications) {
    try {
      notify(notifications);
      sent.addAndGet(notifications.size());
      isFailing = false;
    } catch (SQLException away) {
      dropped.addAndGet(notifications.stream().filter(each -> !each.endsWith(EMPTY)).count());
      holes.set(true);
      LOG.log(
          isFailing ? Level.DEBUG : Level.WARNING,
          "event=bus-not-sent: other nodes look into the database instead: {0}",
          away.toString());
      isFailing = true;
    }
  }

  private void notify(List<String> notifications) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(NOTIFY)) {
      Array messages = connection.createArrayOf("text", notifications.toArray());
      statement.setString(1, channel);
      statement.setArray(2, messages);
      statement.executeQuery().close();
    }
  }

  private List<String> some() {
    lock.lock();
    try {
      List<String> some = new ArrayList<>();
      while (some.size() < AT_ONCE && !waiting.isEmpty()) {
        some.add(waiting.poll());
      }
      return some;
    } finally {
      lock.unlock();
    }
  }

  /** Otherwise they would show with the next message only. */
  private void tellHoles() {
    if (holes.compareAndSet(true, false)) {
      offer(NOTHING, "{}");
    }
  }
}
