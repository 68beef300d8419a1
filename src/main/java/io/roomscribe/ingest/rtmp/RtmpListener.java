package io.roomscribe.ingest.rtmp;

import io.roomscribe.lanes.Cancellable;
import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes RTMP publishers in on one port: LiveKit's egress, FFmpeg, OBS.
 *
 * <p>Audio goes to the sink that the gate chose, AAC sequence headers among it; video, metadata and
 * aggregates are dropped and counted. Plain TCP: {@code rtmps} ends in front of this.
 *
 * <p>Bounds: {@link RtmpLimits}; a connection over them is closed at once. A second publisher of
 * the same application and name that the gate lets in takes the place of the first.
 *
 * <p>Threading: one thread that accepts, one for each connection, a tick each second that closes
 * whatever keeps us waiting for too long. Methods from any thread. Ownership: {@link #close} ends
 * every connection.
 */
public final class RtmpListener implements AutoCloseable {

  private static final Logger LOG = System.getLogger(RtmpListener.class.getName());

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration LEAVE_WITHIN = Duration.ofSeconds(5);
  private static final long BREATHER_NS = Duration.ofMillis(100).toNanos();

  private final ServerSocketChannel server;
  private final Lanes lanes;
  private final Reception reception;
  private final Lane watch;
  private final Cancellable look;
  private final Cancellable acceptor;

  private RtmpListener(ServerSocketChannel server, RtmpLimits limits, RtmpHost host) {
    this.server = server;
    this.lanes = host.lanes();
    this.reception =
        new Reception(
            limits,
            host.gate(),
            host.clock(),
            new Publishers(limits.publishers(), limits.publishWithin()),
            new Tally(),
            new Semaphore(limits.strangers()),
            ConcurrentHashMap.newKeySet());
    this.acceptor = lanes.thread("rtmp-acceptor", this::accept);
    this.watch = lanes.computeLane("rtmp-watch", 2);
    this.look = lanes.every(LOOK_EVERY, watch, this::endOverdue);
  }

  /**
   * Opens a listener, which takes publishers in from now on.
   *
   * @param address port 0 for any free one
   * @throws IOException when the port cannot be had
   * @throws RejectedExecutionException when there is no thread for it
   */
  public static RtmpListener open(InetSocketAddress address, RtmpLimits limits, RtmpHost host)
      throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    try {
      server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      server.bind(address);
      return new RtmpListener(server, limits, host);
    } catch (IOException | RuntimeException failure) {
      server.close();
      throw failure;
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.socket().getLocalPort();
  }

  /** Whether it still takes publishers in. */
  public boolean isOpen() {
    return server.isOpen();
  }

  /** What it has seen. */
  public RtmpCounts counts() {
    return reception.tally().counts(reception.publishers().count());
  }

  /** Waits for the sinks to be closed, for {@link #LEAVE_WITHIN} each at most. Idempotent. */
  @Override
  public void close() {
    look.cancel();
    watch.close();
    try {
      server.close();
    } catch (IOException failure) {
      LOG.log(Level.WARNING, "the RTMP port could not be closed", failure);
    }
    acceptor.cancel();
    reception.open().forEach(connection -> connection.hangUp("the listener was closed"));
    for (RtmpConnection connection : reception.open()) {
      if (!connection.awaitEnd(LEAVE_WITHIN)) {
        LOG.log(Level.WARNING, "an RTMP connection did not end in time");
      }
    }
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        welcome(server.accept());
      } catch (ClosedChannelException closed) {
        LOG.log(Level.DEBUG, "the RTMP port was closed");
      } catch (IOException failure) {
        LOG.log(Level.WARNING, "an RTMP connection could not be accepted", failure);
        LockSupport.parkNanos(BREATHER_NS); // out of file descriptors, it would fail on and on
      }
    }
  }

  private void welcome(SocketChannel channel) throws IOException {
    reception.tally().connections.increment();
    if (!reception.strangers().tryAcquire()) {
      turnAway(channel, "too many connections that do not publish");
      return;
    }
    RtmpConnection connection = new RtmpConnection(channel, reception);
    reception.open().add(connection);
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      connection.start(lanes);
    } catch (IOException | RejectedExecutionException failure) {
      reception.open().remove(connection);
      reception.strangers().release();
      turnAway(channel, failure.toString());
    }
    if (!server.isOpen()) {
      connection.hangUp("the listener was closed");
    }
  }

  private void turnAway(SocketChannel channel, String why) throws IOException {
    reception.tally().turnedAway.increment();
    LOG.log(Level.WARNING, "an RTMP connection was turned away: {0}", why);
    channel.close();
  }

  private void endOverdue() {
    for (RtmpConnection connection : reception.open()) {
      if (connection.isOverdue()) {
        connection.hangUp("it kept us waiting for too long");
      }
    }
  }
}
