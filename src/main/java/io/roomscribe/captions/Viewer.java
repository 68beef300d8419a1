package io.roomscribe.captions;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One who watches: an outbox, and the pump that moves it into the connection as fast as that takes.
 *
 * <p>Threading: {@link #offer}, {@link #heartbeat} and {@link #pump} from any thread; the pump runs
 * on one of them at a time and the others leave their request behind. The catch-up state below is
 * confined to the feed's lane.
 */
final class Viewer {
  private static final String HEARTBEAT = ": still here\n\n";

  /** More than are partial at a time. */
  private static final int REMEMBERED = 32;

  final String sessionId;

  /** Confined to the feed's lane: the number of the last final put into the outbox. */
  long lastSeq;

  /** Confined to the feed's lane: the greatest number heard of while catching up. */
  long awaitedSeq;

  /** Confined to the feed's lane: finals come from the database, live ones only announce. */
  boolean catchingUp = true;

  /** Confined to the feed's lane: a page is being read. */
  boolean reading;

  /** Confined to the feed's lane: what ends the stream once all finals are through. */
  @Nullable CaptionEvent end;

  /** Confined to the feed's lane: the latest utterances whose finals were put into the outbox. */
  private final Set<String> settled = new LinkedHashSet<>();

  private final Pipe pipe;
  private final Outbox outbox;
  private final AtomicInteger pumpRequests = new AtomicInteger();
  private final AtomicLong written = new AtomicLong();
  private volatile boolean heartbeatDue;
  private volatile boolean finishing;
  private boolean flushDue;
  private long writtenAtLastBeat = -1;

  Viewer(String sessionId, long lastSeq, Pipe pipe, int capacity) {
    this.sessionId = sessionId;
    this.lastSeq = lastSeq;
    this.pipe = pipe;
    this.outbox = new Outbox(capacity);
  }

  /** Puts an event in and moves on what can be moved; false when the outbox refused it. */
  boolean offer(CaptionEvent event) {
    boolean taken = outbox.offer(event);
    pump();
    return taken;
  }

  /** The same with the final that comes next. The feed's lane. */
  boolean offerFinal(CaptionEvent event) {
    if (!offer(event)) {
      return false;
    }
    lastSeq = event.seq();
    settled.add(event.subject());
    if (settled.size() > REMEMBERED) {
      settled.remove(settled.iterator().next());
    }
    return true;
  }

  /** Whether the utterance's final was put into the outbox lately. The feed's lane. */
  boolean hasSettled(String utteranceId) {
    return settled.contains(utteranceId);
  }

  /** The first bytes, so that the viewer sees at once that the stream is open. */
  void greet() {
    heartbeatDue = true;
  }

  /** Nothing follows: the connection is closed once the outbox is empty. */
  void finish() {
    finishing = true;
    pump();
  }

  /** Gone, or to be gone at once. */
  void cut() {
    pipe.close();
  }

  boolean isOpen() {
    return pipe.isOpen();
  }

  /** Events that wait. */
  int waiting() {
    return outbox.size();
  }

  /**
   * Sends a sign of life when nothing else waits.
   *
   * @return false when since the last call nothing went through although something waited
   */
  boolean heartbeat() {
    boolean stuck = outbox.size() > 0 && written.get() == writtenAtLastBeat;
    writtenAtLastBeat = written.get();
    heartbeatDue = true;
    pump();
    return !stuck;
  }

  /** Moves events into the connection until it or the outbox has had enough. */
  void pump() {
    if (pumpRequests.getAndIncrement() != 0) {
      return; // whoever is pumping sees the request
    }
    int seen;
    do {
      seen = pumpRequests.get();
      moveAll();
    } while (!pumpRequests.compareAndSet(seen, 0));
  }

  private void moveAll() {
    while (pipe.isOpen() && pipe.isReady()) {
      String text = next();
      if (text != null) {
        pipe.write(text);
        written.incrementAndGet();
        flushDue = true;
      } else if (flushDue) {
        flushDue = false;
        pipe.flush();
      } else {
        if (finishing) {
          pipe.close();
        }
        return;
      }
    }
  }

  private @Nullable String next() {
    CaptionEvent event = outbox.poll();
    if (event != null) {
      return event.text();
    }
    if (heartbeatDue) {
      heartbeatDue = false;
      return HEARTBEAT;
    }
    return null;
  }
}
