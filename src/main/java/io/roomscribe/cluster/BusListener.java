package io.roomscribe.cluster;

import io.roomscribe.lanes.BackOff;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Listens on a connection of its own, and on another one whenever that breaks. In a pause the
 * connection is asked whether it still lives, as a network may drop it without a word.
 *
 * <p>Threading: {@link #run} on a thread of its own, until {@link #close} or an interrupt; the rest
 * from any thread. Ownership: owns the connection.
 */
final class BusListener implements Runnable {

  private static final Logger LOG = System.getLogger(BusListener.class.getName());
  private static final int PAUSE_MS = 5_000;
  private static final int ANSWER_SECONDS = 5;

  private final NotifyingDatabase database;
  private final String channel;
  private final Ear ear;
  private final BackOff backOff = new BackOff(Duration.ofMillis(200), Duration.ofSeconds(15));
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable Connection current;
  private volatile boolean listening;

  /** Who hears, on the listener's thread. */
  interface Ear {

    /** From now on notifications are heard; before, there may have been some. */
    void opened();

    void heard(String notification);
  }

  BusListener(NotifyingDatabase database, String channel, Ear ear) {
    this.database = database;
    this.channel = channel;
    this.ear = ear;
  }

  /** Whether notifications arrive, as far as is known. */
  boolean isListening() {
    return listening;
  }

  @Override
  public void run() {
    boolean goesOn = true;
    while (goesOn && !isClosed()) {
      try {
        listen();
      } catch (SQLException away) {
        if (!isClosed()) {
          LOG.log(Level.WARNING, "event=bus-not-listening: {0}", away.toString());
        }
      } finally {
        listening = false;
        current = null;
      }
      goesOn = pause();
    }
  }

  void close() {
    closed.countDown();
    Connection used = current;
    if (used != null) {
      try {
        used.abort(Runnable::run);
      } catch (SQLException gone) {
        LOG.log(Level.DEBUG, "bus connection", gone);
      }
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private void listen() throws SQLException {
    try (Connection connection = database.connect()) {
      current = connection;
      try (Statement statement = connection.createStatement()) {
        statement.execute("listen " + channel);
      }
      listening = true;
      backOff.reset();
      LOG.log(Level.INFO, "event=bus-listening");
      ear.opened();
      while (!isClosed()) {
        hear(connection);
      }
    }
  }

  private void hear(Connection connection) throws SQLException {
    PGNotification[] heard = connection.unwrap(PGConnection.class).getNotifications(PAUSE_MS);
    if (heard == null || heard.length == 0) {
      if (!connection.isValid(ANSWER_SECONDS)) {
        throw new SQLException("the database does not answer");
      }
      return;
    }
    for (PGNotification notification : heard) {
      ear.heard(notification.getParameter());
    }
  }

  /** False when the thread is to end. */
  private boolean pause() {
    try {
      return !closed.await(backOff.next().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException ends) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
