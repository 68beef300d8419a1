package io.roomscribe.transcripts;

import io.roomscribe.lanes.BackOff;
import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Writes what waits, in order and in batches, and announces it after the commit.
 *
 * <p>A batch that fails is tried again after a growing pause, as long as it takes, and nothing
 * overtakes it. It may have been written all the same, when only the commit's answer was lost: the
 * next attempt finds it there and announces it.
 *
 * <p>When it may be an entry's own fault the batch is written entry by entry. One whose content the
 * database refuses is set aside at once; one that fails for reasons unknown when {@value #STRIKES}
 * times entries after it could be stored. Only these are overtaken.
 *
 * <p>Threading: {@link #wake} from any thread; all else on the lane, which this owns.
 */
final class BatchWriter {
  private static final System.Logger LOG = System.getLogger(BatchWriter.class.getName());
  private static final int BATCH = 64;
  private static final int STRIKES = 3;
  private static final int ATTEMPTS_BEFORE_DOUBT = 6;

  /** Where entries go; blocks on the database. */
  interface Store {
    /**
     * Writes those that are not there yet in one transaction; returns after the commit.
     *
     * @param again some may have been written by an attempt whose answer was lost: they are
     *     returned too
     * @return the finals of the batch, with their numbers
     * @throws RuntimeException when it is not known that all is written
     */
    List<StoredUtterance> store(List<Entry> batch, boolean again);
  }

  private final Lanes lanes;
  private final Lane lane;
  private final Store store;
  private final StoreQueue.Announcer announcer;
  private final AtomicBoolean woken = new AtomicBoolean();
  private final BackOff backOff = new BackOff(Duration.ofMillis(200), Duration.ofSeconds(30));
  private final Map<Waiting, Integer> strikes = new HashMap<>();
  private final Backlog backlog;
  private List<Waiting> batch = new ArrayList<>();
  private long takenBefore;
  private boolean pausing;
  private boolean inDoubt;

  /** Writes what the backlog hands out, at every {@link #wake}. */
  BatchWriter(Lanes lanes, Store store, StoreQueue.Announcer announcer, Backlog backlog) {
    this.lanes = lanes;
    this.lane = lanes.blockingLane("transcript-store", 16);
    this.store = store;
    this.announcer = announcer;
    this.backlog = backlog;
  }

  /** There may be something to write. Any thread. */
  void wake() {
    if (woken.compareAndSet(false, true) && !lane.offer(this::drain)) {
      woken.set(false);
    }
  }

  /** Writes nothing more, but for what is under way. */
  void close() {
    lane.close();
  }

  private void drain() {
    woken.set(false);
    if (!pausing) {
      writeNext();
    }
  }

  private void writeNext() {
    fill();
    if (batch.isEmpty()) {
      return;
    }
    if (inDoubt) {
      writeOneByOne();
    } else {
      writeTogether();
    }
  }

  /** In doubt there is room for others, which show whether the database is there. */
  private void fill() {
    int most = inDoubt ? 2 * BATCH : BATCH;
    for (Waiting next = null; batch.size() < most; batch.add(next)) {
      next = backlog.poll();
      if (next == null) {
        return;
      }
      takenBefore = next.isLogged() ? next.number() + 1 : takenBefore;
    }
  }

  private void writeTogether() {
    List<Entry> entries = new ArrayList<>();
    for (Waiting item : batch) {
      if (item.entry() != null) {
        entries.add(item.entry());
      }
    }
    try {
      write(entries);
    } catch (RuntimeException e) {
      failed(e);
      return;
    }
    batch.forEach(BatchWriter::runStep);
    leave(List.of(), null);
  }

  private void write(List<Entry> entries) {
    if (!entries.isEmpty()) {
      boolean again = inDoubt || backOff.attempts() > 0;
      store.store(entries, again).forEach(announcer::stored);
    }
  }

  private static void runStep(Waiting item) {
    if (item.step() != null) {
      item.step().run();
    }
  }

  private void failed(RuntimeException failure) {
    StoreFailure kind = StoreFailure.of(failure);
    boolean unclearForLong =
        kind == StoreFailure.UNCLEAR && backOff.attempts() >= ATTEMPTS_BEFORE_DOUBT;
    if (kind == StoreFailure.CONTENT || unclearForLong) {
      inDoubt = true;
      writeOneByOne();
    } else {
      pause(failure);
    }
  }

  private void writeOneByOne() {
    Round round = new Round();
    batch.forEach(round::take);
    round.judge();
    leave(round.left, round.trouble);
  }

  /** Ends an attempt: what is left of the batch is tried again after a pause. */
  private void leave(List<Waiting> left, @Nullable RuntimeException trouble) {
    int count = batch.size() - left.size();
    batch = new ArrayList<>(left);
    inDoubt = !left.isEmpty();
    long before =
        left.stream()
            .filter(Waiting::isLogged)
            .mapToLong(Waiting::number)
            .min()
            .orElse(takenBefore);
    backlog.done(count, before);
    if (count > 0) {
      backOff.reset();
    }
    if (trouble == null) {
      wake(); // there may be more
    } else {
      pause(trouble);
    }
  }

  private void pause(RuntimeException failure) {
    Duration pause = backOff.next();
    LOG.log(
        System.Logger.Level.WARNING,
        "event=transcript-store-failed waiting={0} attempt={1} retryInMs={2}",
        backlog.waiting(),
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

  /** One attempt to write a batch entry by entry. */
  private final class Round {
    private final List<Waiting> left = new ArrayList<>();
    private @Nullable RuntimeException trouble;
    private boolean isDatabaseAway;
    private int provenAmongLeft;

    void take(Waiting item) {
      Entry entry = item.entry();
      if (entry == null) {
        takeStep(item);
      } else if (isDatabaseAway) {
        left.add(item);
      } else {
        take(item, entry);
      }
    }

    private void takeStep(Waiting item) {
      if (left.isEmpty()) {
        runStep(item);
      } else {
        left.add(item);
      }
    }

    private void take(Waiting item, Entry entry) {
      try {
        write(List.of(entry));
        strikes.remove(item);
        provenAmongLeft = left.size();
      } catch (RuntimeException e) {
        StoreFailure kind = StoreFailure.of(e);
        if (kind == StoreFailure.CONTENT) {
          setAside(entry, e);
          return;
        }
        trouble = e;
        isDatabaseAway = kind == StoreFailure.DATABASE;
        left.add(item);
      }
    }

    /** Strikes those that could not be stored although the database was there. */
    void judge() {
      for (Waiting suspect : List.copyOf(left.subList(0, provenAmongLeft))) {
        Entry entry = suspect.entry();
        if (entry != null && strikes.merge(suspect, 1, Integer::sum) >= STRIKES) {
          strikes.remove(suspect);
          left.remove(suspect);
          setAside(entry, Objects.requireNonNull(trouble));
        }
      }
      while (!left.isEmpty() && left.get(0).step() != null) {
        runStep(left.remove(0));
      }
    }

    private void setAside(Entry entry, RuntimeException failure) {
      backlog.setAside(entry);
      LOG.log(
          System.Logger.Level.ERROR,
          "event=transcript-entry-set-aside {0} failure={1}: the database does not take it",
          entry.label(),
          failure.getClass().getSimpleName());
      LOG.log(System.Logger.Level.DEBUG, "transcript store", failure);
    }
  }
}
