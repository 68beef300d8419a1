package io.roomscribe.transcripts;

import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The line before the database: entries are written to a log on the disk as soon as they come, then
 * wait in memory, and beyond the memory's bound in the log alone, until they are stored. So they
 * outlive this process however it ends, and an outage however long.
 *
 * <p>Order: as offered. What an earlier process left in the log comes first.
 *
 * <p>Full: once the log holds as many bytes as it may, or cannot be written to, entries wait in
 * memory only; once that is full as well the new one is refused. What waits is never dropped for
 * it. Gaps may take half of the way in, so that finals find room.
 *
 * <p>Threading: {@link #offer}, {@link #poll}, {@link #done}, {@link #setAside} and the figures
 * from any thread, of which one at a time polls; everything else on a lane of its own, which alone
 * touches the files. Ownership: owns that lane and the files.
 */
final class Backlog {
  private static final int TURN = 64;
  private static final Duration RETRY = Duration.ofSeconds(10);

  /**
   * How much may wait.
   *
   * @param directory of the log; made when there is none
   * @param diskBytes how long the log's files may be
   * @param memory how many entries may wait on their way into the log, and as many behind it
   */
  record Bounds(Path directory, long diskBytes, int memory) {}

  private final Lane lane;
  private final int memory;
  private final BacklogFiles files;
  private final Queue<Waiting> inbox;
  private final Queue<Waiting> ready = new ConcurrentLinkedQueue<>();
  private final Queue<Entry> refused = new ConcurrentLinkedQueue<>();
  private final Deque<Waiting> laterSteps = new ArrayDeque<>();
  private final AtomicInteger inReady = new AtomicInteger();
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicBoolean woken = new AtomicBoolean();
  private volatile long doneBefore;
  private volatile boolean closed;
  private Runnable whenReady = () -> {};
  private long handedBefore;

  /** An empty line. */
  Backlog(Lanes lanes, Bounds bounds) {
    this.lane = lanes.blockingLane("transcript-backlog", 16);
    this.memory = bounds.memory();
    this.inbox = new ArrayBlockingQueue<>(memory);
    this.files =
        new BacklogFiles(
            bounds.directory(),
            bounds.diskBytes(),
            () -> lanes.after(RETRY, lane, this::workAgain));
  }

  /**
   * Opens the log and begins with what it holds.
   *
   * @param ready called whenever {@link #poll} may have something
   */
  void start(Runnable ready) {
    whenReady = ready;
    wake();
  }

  /** Takes in an entry; false when there is no room. Never blocks. */
  boolean offer(Entry entry) {
    boolean yields = entry.gap() != null && inbox.size() >= (memory + 1) / 2;
    return !yields && add(Waiting.entry(Waiting.UNLOGGED, entry));
  }

  /** Has the step polled after all entries offered so far; false when there is no room. */
  boolean offer(Runnable step) {
    return add(Waiting.step(Waiting.UNLOGGED, step));
  }

  private boolean add(Waiting one) {
    waiting.incrementAndGet();
    if (closed || !inbox.offer(one)) {
      waiting.decrementAndGet();
      return false;
    }
    wake();
    return true;
  }

  /** The next in line; null when there is none at the moment. */
  @Nullable Waiting poll() {
    Waiting next = ready.poll();
    if (next != null) {
      inReady.decrementAndGet();
    }
    return next;
  }

  /** Keeps an entry apart that can never be stored; to be called before it is {@link #done}. */
  void setAside(Entry entry) {
    refused.add(entry);
  }

  /**
   * So many that were polled are stored, run or set aside.
   *
   * @param before the log needs no entries with smaller numbers
   */
  void done(int count, long before) {
    doneBefore = Math.max(doneBefore, before);
    waiting.addAndGet(-count);
    wake();
  }

  /** Entries and steps that are neither stored nor run. */
  long waiting() {
    return waiting.get();
  }

  /** What is kept on the disk; only its figures are for others. */
  BacklogFiles files() {
    return files;
  }

  /**
   * Takes nothing more. What has come is still put into the files, which keep what waits; completes
   * when they are let go of.
   */
  CompletionStage<Void> close() {
    closed = true;
    CompletableFuture<Void> released = new CompletableFuture<>();
    lane.offer(
        () -> {
          for (boolean more = true; more; ) {
            more = takeIn();
          }
          files.close();
          released.complete(null);
        });
    lane.close();
    return released;
  }

  private void wake() {
    if (woken.compareAndSet(false, true) && !lane.offer(this::work)) {
      woken.set(false);
    }
  }

  private void workAgain() {
    if (!closed) {
      files.again();
      work();
    }
  }

  private void work() {
    woken.set(false);
    if (closed) {
      return;
    }
    if (files.open()) {
      handedBefore = files.first();
      waiting.addAndGet(files.size());
    }
    tidy();
    boolean more = takeIn();
    more |= handOn();
    files.measure();
    if (!ready.isEmpty()) {
      whenReady.run();
    }
    if (more) {
      wake();
    }
  }

  /** The log does not keep what is stored, nor what was refused for good. */
  private void tidy() {
    // Both are read first: what was set aside before they changed is in the queue by now.
    long before = waiting.get() == 0 ? handedBefore : Math.min(doneBefore, handedBefore);
    for (Entry entry = refused.poll(); entry != null; entry = refused.poll()) {
      files.keepApart(entry);
    }
    files.release(before);
  }

  /** Moves what has come into the log, and on into the line; whether there may be more to move. */
  private boolean takeIn() {
    List<Waiting> taken = new ArrayList<>();
    for (Waiting next = inbox.peek(); next != null && taken.size() < TURN; next = inbox.peek()) {
      Waiting placed = placed(next, taken.isEmpty());
      if (placed == null) {
        break;
      }
      inbox.remove();
      taken.add(placed);
    }
    files.force();
    taken.forEach(this::lineUp);
    return !taken.isEmpty();
  }

  /** With its number; null when it has to wait where it is. */
  private @Nullable Waiting placed(Waiting next, boolean nothingBefore) {
    Runnable step = next.step();
    if (step != null) {
      return laterSteps.size() < memory ? Waiting.step(files.next(), step) : null;
    }
    Entry entry = Objects.requireNonNull(next.entry());
    long number = files.append(entry);
    if (number != Waiting.UNLOGGED) {
      return Waiting.entry(number, entry);
    }
    // It must not overtake what waits on the disk.
    return nothingBefore && isCaughtUp() && hasMemory() ? next : null;
  }

  private void lineUp(Waiting one) {
    if (one.step() != null) {
      laterSteps.add(one);
    } else if (!one.isLogged()) {
      toReady(one);
    } else if (one.number() == handedBefore && hasMemory()) {
      toReady(one);
      handedBefore++;
    }
    handOnSteps();
  }

  /** Fills the memory's share of the line from the disk; whether it is worth another turn. */
  private boolean handOn() {
    for (int i = 0; i < TURN && !isCaughtUp() && hasMemory(); i++) {
      Entry entry = files.read(handedBefore);
      if (entry == null) {
        waiting.decrementAndGet();
      } else {
        toReady(Waiting.entry(handedBefore, entry));
      }
      handedBefore++;
      handOnSteps();
    }
    return !isCaughtUp() && hasMemory();
  }

  private void handOnSteps() {
    for (Waiting step = laterSteps.peek();
        step != null && step.number() <= handedBefore;
        step = laterSteps.peek()) {
      toReady(laterSteps.remove());
    }
  }

  private void toReady(Waiting one) {
    inReady.incrementAndGet();
    ready.add(one);
  }

  private boolean isCaughtUp() {
    return handedBefore == files.next();
  }

  private boolean hasMemory() {
    return inReady.get() < memory;
  }
}
