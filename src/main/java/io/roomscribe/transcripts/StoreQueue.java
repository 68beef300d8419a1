package io.roomscribe.transcripts;

import io.roomscribe.lanes.BackOff;
import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import io.roomscribe.rooms.SessionChanged;
import io.roomscribe.rooms.SpokenUtterance;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finals on their way to the database: taken in on any thread, written in order and in batches on
 * the store lane, announced after the commit.
 *
 * <p>A batch that fails is tried again after a growing pause, and nothing overtakes it. Only when
 * the database refuses the content itself (SQL states 22 and 23, five times) is the batch taken
 * apart, and the utterance at fault is given up with an error in the log.
 *
 * <p>Full: an utterance that finds no room is refused, counted and logged as an error with its id;
 * what is queued is never dropped for it. The bound is thousands of utterances, hours of talk: it
 * is reached only when the database has been away for that long.
 *
 * <p>Threading: {@link #offer}, {@link #ended} and the counters from any thread; all else on the
 * lane. Ownership: one instance owns its lane.
 */
final class StoreQueue {
  private static final System.Logger LOG = System.getLogger(StoreQueue.class.getName());
  private static final int BATCH = 64;
  private static final int CONTENT_ATTEMPTS = 5;

  /** Either a final, or a step that waits for the finals before it. */
  private record Item(@Nullable SpokenUtterance utterance, @Nullable Runnable step) {}

  /** What the outside is told, on the lane. */
  interface Announcer {
    void stored(StoredUtterance utterance);

    void closed(TranscriptClosed end);
  }

  private final Lanes lanes;
  private final Lane lane;
  private final Function<List<SpokenUtterance>, List<StoredUtterance>> store;
  private final Announcer announcer;
  private final BlockingQueue<Item> queue;
  private final AtomicBoolean woken = new AtomicBoolean();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong pending = new AtomicLong();
  private final BackOff backOff = new BackOff(Duration.ofMillis(200), Duration.ofSeconds(30));
  private final List<Item> batch = new ArrayList<>();
  private boolean pausing;

  /**
   * An empty queue.
   *
   * @param store writes a batch in one transaction; returns after the commit, throws if nothing was
   *     written
   * @param capacity how many finals may wait
   */
  StoreQueue(
      Lanes lanes,
      Function<List<SpokenUtterance>, List<StoredUtterance>> store,
      Announcer announcer,
      int capacity) {
    this.lanes = lanes;
    this.lane = lanes.blockingLane("transcript-store", 16);
    this.store = store;
    this.announcer = announcer;
    this.queue = new ArrayBlockingQueue<>(capacity);
  }

  /** Takes in a final; false when it was refused. Never blocks. */
  boolean offer(SpokenUtterance utterance) {
    if (add(new Item(utterance, null))) {
      return true;
    }
    refused.incrementAndGet();
    LOG.log(
        System.Logger.Level.ERROR,
        "event=transcript-store-full session={0} utterance={1}: this utterance is not stored",
        utterance.sessionId(),
        utterance.utteranceId());
    return false;
  }

  /** The session has ended: this is announced after all its finals. */
  void ended(SessionChanged session) {
    if (!add(new Item(null, () -> announcer.closed(new TranscriptClosed(session))))) {
      LOG.log(
          System.Logger.Level.ERROR,
          "event=transcript-store-full session={0}: its end is not announced",
          session.sessionId());
    }
  }

  /** Completes on the store lane once all finals offered so far are committed. */
  CompletionStage<Void> caughtUp() {
    CompletableFuture<Void> reached = new CompletableFuture<>();
    if (!add(new Item(null, () -> reached.complete(null)))) {
      reached.completeExceptionally(new IllegalStateException("the store queue is full"));
    }
    return reached;
  }

  /** Finals that wait to be committed. */
  long pending() {
    return pending.get();
  }

  /** Finals refused since the start. */
  long refused() {
    return refused.get();
  }

  private boolean add(Item item) {
    pending.incrementAndGet();
    if (!queue.offer(item)) {
      pending.decrementAndGet();
      return false;
    }
    wake();
    return true;
  }

  private void wake() {
    if (woken.compareAndSet(false, true) && !lane.offer(this::drain)) {
      woken.set(false);
    }
  }

  private void drain() {
    woken.set(false);
    if (!pausing) {
      writeNext();
    }
  }

  private void writeNext() {
    if (batch.isEmpty()) {
      queue.drainTo(batch, BATCH);
    }
    if (batch.isEmpty()) {
      return;
    }
    try {
      List<StoredUtterance> stored = store(batch);
      backOff.reset();
      stored.forEach(announcer::stored);
    } catch (RuntimeException e) {
      failed(e);
      return;
    }
    finish();
  }

  private List<StoredUtterance> store(List<Item> items) {
    List<SpokenUtterance> utterances = new ArrayList<>();
    for (Item item : items) {
      if (item.utterance() != null) {
        utterances.add(item.utterance());
      }
    }
    return utterances.isEmpty() ? List.of() : store.apply(utterances);
  }

  private void finish() {
    for (Item item : batch) {
      if (item.step() != null) {
        item.step().run();
      }
    }
    pending.addAndGet(-batch.size());
    batch.clear();
    if (!queue.isEmpty()) {
      wake();
    }
  }

  private void failed(RuntimeException failure) {
    if (refusesContent(failure) && backOff.attempts() >= CONTENT_ATTEMPTS) {
      takeApart();
      return;
    }
    Duration pause = backOff.next();
    LOG.log(
        System.Logger.Level.WARNING,
        "event=transcript-store-failed waiting={0} attempt={1} retryInMs={2}",
        pending.get(),
        backOff.attempts(),
        pause.toMillis());
    LOG.log(System.Logger.Level.DEBUG, "transcript store", failure);
    pausing = true;
    lanes.after(pause, lane, this::resume);
  }

  private void resume() {
    pausing = false;
    writeNext();
  }

  private void takeApart() {
    for (Item item : batch) {
      try {
        store(List.of(item)).forEach(announcer::stored);
      } catch (RuntimeException e) {
        if (!refusesContent(e)) {
          failed(e); // the database went away: what was stored will be recognised as stored
          return;
        }
        giveUp(item, e);
      }
    }
    backOff.reset();
    finish();
  }

  private void giveUp(Item item, RuntimeException failure) {
    refused.incrementAndGet();
    LOG.log(
        System.Logger.Level.ERROR,
        "event=transcript-line-refused session="
            + (item.utterance() == null ? "" : item.utterance().sessionId())
            + " utterance="
            + (item.utterance() == null ? "" : item.utterance().utteranceId())
            + ": the database refuses it for good",
        failure);
  }

  /** SQL states 22 (data) and 23 (integrity): another attempt of the same will hardly do better. */
  private static boolean refusesContent(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState().startsWith("22") || sql.getSQLState().startsWith("23");
      }
    }
    return false;
  }
}
