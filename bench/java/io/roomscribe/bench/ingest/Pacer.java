package io.roomscribe.bench.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends the messages of all tracks when they are due, the tracks spread evenly over the 10 ms, from
 * one thread of its own.
 *
 * <p>It wakes up every {@value #QUANTUM_NS} ns, sends what is due, and notes how late each message
 * was; a late one is still sent, so the rate holds.
 *
 * <p>Threading: public methods from any thread.
 */
final class Pacer implements AutoCloseable {

  private static final long PERIOD_NS = 1_000_000_000L / WireFrames.PER_SECOND;
  private static final long QUANTUM_NS = 250_000;

  /** The golden ratio spreads any number of tracks evenly. */
  private static final double SPREAD = 0.6180339887498949;

  private final WireFrames frames = new WireFrames();
  private final Queue<WireTrack> fresh = new ConcurrentLinkedQueue<>();
  private final List<WireTrack> tracks = new ArrayList<>();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong broken = new AtomicLong();
  private final Latencies lags = new Latencies();
  private final Thread thread = new Thread(this::run, "pacer");
  private final long most;
  private volatile boolean over;

  /** Tracks that go on until it is closed. */
  Pacer() {
    this(Long.MAX_VALUE);
  }

  /** Tracks that are closed after so many messages without speech each. */
  Pacer(long most) {
    this.most = most;
  }

  /** Begins. */
  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  void add(WireTrack track) {
    fresh.add(track);
  }

  /** Messages written so far. */
  long sent() {
    return sent.get();
  }

  /** Messages lost because a peer's socket was full. */
  long refused() {
    return refused.get();
  }

  /** Connections that the other side has ended. */
  long broken() {
    return broken.get();
  }

  /** How late messages were sent. */
  Latencies lags() {
    return lags;
  }

  @Override
  public void close() {
    over = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    tracks.forEach(WireTrack::close);
    fresh.forEach(WireTrack::close);
  }

  private void run() {
    long wakeNs = System.nanoTime();
    while (!over) {
      takeFresh();
      for (int i = tracks.size() - 1; i >= 0; i--) {
        serve(tracks.get(i), i);
      }
      wakeNs = Math.max(wakeNs + QUANTUM_NS, System.nanoTime() - PERIOD_NS);
      long leftNs = wakeNs - System.nanoTime();
      if (leftNs > 0) {
        LockSupport.parkNanos(leftNs);
      }
    }
  }

  private void takeFresh() {
    for (WireTrack next = fresh.poll(); next != null; next = fresh.poll()) {
      double share = tracks.size() * SPREAD % 1;
      next.dueNs = System.nanoTime() + (long) (share * PERIOD_NS);
      next.messages =
          most == Long.MAX_VALUE ? (long) (share * WireFrames.COUNT) : WireFrames.FIRST_PAUSE;
      tracks.add(next);
    }
  }

  private void serve(WireTrack track, int index) {
    try {
      for (long now = System.nanoTime(); track.dueNs <= now; now = System.nanoTime()) {
        lags.add(now - track.dueNs);
        track.dueNs += PERIOD_NS;
        send(track, now);
        if (++track.sent == most) {
          track.close();
          tracks.remove(index);
          return;
        }
      }
    } catch (IOException e) {
      broken.incrementAndGet();
      track.close();
      tracks.remove(index);
    }
  }

  private void send(WireTrack track, long nowNs) throws IOException {
    long number = track.messages++;
    boolean isSecond = number % WireFrames.PER_SECOND == 0;
    if (isSecond && !track.listen()) {
      throw new IOException("the peer has closed the connection");
    }
    boolean isMark = track.marks != null && isSecond;
    if (isMark) {
      track.marks.sent(nowNs);
    }
    if (track.send(isMark ? frames.mark() : frames.noise(number))) {
      sent.incrementAndGet();
    } else {
      refused.incrementAndGet();
    }
  }
}
