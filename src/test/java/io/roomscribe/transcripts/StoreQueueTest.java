package io.roomscribe.transcripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomscribe.lanes.ManualClock;
import io.roomscribe.lanes.ManualLanes;
import io.roomscribe.rooms.AudioGap;
import io.roomscribe.rooms.SessionChanged;
import io.roomscribe.rooms.SpokenLine;
import io.roomscribe.rooms.SpokenUtterance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreQueueTest {
  private static final int MEMORY = 4;
  private static final long DISK = 1 << 20;

  @TempDir Path directory;

  private final ManualLanes lanes = new ManualLanes(new ManualClock());
  private final FakeStore store = new FakeStore();
  private final List<String> told = new ArrayList<>();
  private StoreQueue queue;

  @BeforeEach
  void open() {
    queue = queue(directory, DISK);
    lanes.run();
  }

  @Test
  void offer_databaseAwayForAWhile_writesEachOnceAndInOrderAfterwards() {
    store.isAway = true;
    queue.offer(Entry.of(utterance("1"), 0));
    queue.offer(Entry.of(utterance("2"), 0));
    lanes.advance(Duration.ofSeconds(3));
    queue.offer(Entry.of(utterance("3"), 0));
    assertThat(store.written).isEmpty();
    assertThat(queue.state().waiting()).isEqualTo(3);

    store.isAway = false;
    lanes.advance(Duration.ofMinutes(1));

    assertThat(store.written).containsExactly("1", "2", "3");
    assertThat(told).containsExactly("1", "2", "3");
    assertThat(queue.state()).isEqualTo(new StoreBacklog(0, 0, true, 0, 0));
  }

  @Test
  void offer_farMoreThanMemoryHolds_waitsOnTheDiskAndComesInOrder() {
    store.isAway = true;
    List<String> ids = offer(500);
    CompletionStage<Void> caughtUp = queue.caughtUp();
    lanes.advance(Duration.ofHours(5));
    assertThat(queue.state().lost()).isZero();
    assertThat(queue.state().diskBytes()).isPositive();
    assertThat(caughtUp.toCompletableFuture()).isNotDone();

    store.isAway = false;
    lanes.advance(Duration.ofMinutes(1));

    assertThat(store.written).isEqualTo(ids);
    assertThat(caughtUp.toCompletableFuture()).isCompleted();
    assertThat(queue.state().waiting()).isZero();
    assertThat(logFiles()).isEmpty();
  }

  @Test
  void offer_answersOfCommitsLost_writesAndTellsEachOnceAndInOrder() {
    store.answersToLose = 3;
    List<String> ids = offer(20);

    lanes.advance(Duration.ofMinutes(1));

    assertThat(store.written).isEqualTo(ids);
    assertThat(told).isEqualTo(ids);
  }

  @Test
  void open_afterAKillInAnOutage_storesWhatWaitedBeforeWhatIsNew() {
    store.isAway = true;
    List<String> ids = offer(30);
    lanes.advance(Duration.ofSeconds(1));
    Path found = copyOfFiles(); // what the killed process left

    store.isAway = false;
    ManualLanes lanesAfter = new ManualLanes(new ManualClock());
    StoreQueue after = new StoreQueue(lanesAfter, store, new Teller(), bounds(found, DISK));
    after.offer(Entry.of(utterance("new"), 0));
    lanesAfter.run();

    assertThat(store.written).startsWith(ids.toArray(String[]::new)).endsWith("new").hasSize(31);
    assertThat(after.state().waiting()).isZero();
  }

  @Test
  void open_killedAfterTheCommitBeforeTheFilesWereTidied_writesNothingTwice() {
    store.isAway = true;
    List<String> ids = offer(30);
    lanes.advance(Duration.ofSeconds(1));
    Path found = copyOfFiles();
    store.isAway = false;
    lanes.advance(Duration.ofMinutes(1));

    ManualLanes lanesAfter = new ManualLanes(new ManualClock());
    StoreQueue after = new StoreQueue(lanesAfter, store, new Teller(), bounds(found, DISK));
    lanesAfter.run();

    assertThat(store.written).isEqualTo(ids);
    assertThat(after.state().waiting()).isZero();
  }

  @Test
  void close_inAnOutage_leavesWhatWaitsToTheNextQueue() {
    store.isAway = true;
    List<String> ids = offer(10);
    lanes.advance(Duration.ofSeconds(1));
    queue.close();
    lanes.run();

    store.isAway = false;
    queue = queue(directory, DISK);
    lanes.run();

    assertThat(store.written).isEqualTo(ids);
  }

  @Test
  void close_rightAfterAnOffer_leavesThatToTheNextQueueToo() {
    store.isAway = true;
    queue.offer(Entry.of(utterance("said"), 0));
    queue.offer(Entry.of(utterance("at the end"), 0));
    queue.close();
    lanes.run();

    store.isAway = false;
    queue = queue(directory, DISK);
    lanes.run();

    assertThat(store.written).containsExactly("said", "at the end");
  }

  @Test
  void offer_diskAndMemoryFull_refusesTheNewOnesAndStoresTheOthersInOrder() {
    queue = queue(directory.resolve("small"), 300);
    store.isAway = true;
    List<String> taken = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      if (queue.offer(Entry.of(utterance("u" + i), 0))) {
        taken.add("u" + i);
      }
      lanes.advance(Duration.ofMillis(10));
    }
    assertThat(queue.state().isDurable()).isFalse();
    assertThat(queue.state().lost()).isEqualTo(100 - taken.size()).isPositive();

    store.isAway = false;
    lanes.advance(Duration.ofMinutes(1));

    assertThat(store.written).isEqualTo(taken);
    assertThat(queue.state().isDurable()).isTrue();
  }

  @Test
  void offer_diskNotUsable_goesThroughMemoryAndSaysSo() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "no directory");
    queue = queue(file, DISK);
    lanes.run();

    queue.offer(Entry.of(utterance("1"), 0));
    lanes.advance(Duration.ofSeconds(1));

    assertThat(store.written).containsExactly("1");
    assertThat(queue.state().isDurable()).isFalse();
  }

  @Test
  void offer_diskUsableAgain_isDurableAgain() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "no directory");
    queue = queue(file, DISK);
    lanes.run();
    Files.delete(file);

    lanes.advance(Duration.ofSeconds(11));

    assertThat(queue.state().isDurable()).isTrue();
  }

  @Test
  void offer_contentTheDatabaseRefuses_isSetAsideAtOnceAndTheOthersAreStored() {
    store.refusedForGood.add("2");
    List<String> ids = offer(5);
    CompletionStage<Void> caughtUp = queue.caughtUp();

    lanes.advance(Duration.ofSeconds(1));

    assertThat(store.written).isEqualTo(without(ids, "2"));
    assertThat(caughtUp.toCompletableFuture()).isCompleted();
    assertThat(queue.state().setAside()).isEqualTo(1);
    assertThat(queue.state().waiting()).isZero();
  }

  @Test
  void setAside_afterARestart_isStillCounted() {
    store.refusedForGood.add("0");
    offer(1);
    lanes.advance(Duration.ofSeconds(1));
    queue.close();
    lanes.run();

    queue = queue(directory, DISK);
    lanes.run();

    assertThat(queue.state().setAside()).isEqualTo(1);
    assertThat(queue.state().waiting()).isZero();
  }

  @Test
  void offer_oneThatFailsForReasonsUnknown_isSetAsideOnceOthersShowThatTheDatabaseIsThere() {
    store.failing.add("2");
    List<String> ids = offer(5);
    lanes.advance(Duration.ofMinutes(1));
    assertThat(store.written).isEqualTo(without(ids, "2"));
    assertThat(queue.state().setAside()).isZero();

    List<String> later = new ArrayList<>();
    for (int i = 100; i < 104; i++) {
      queue.offer(Entry.of(utterance("" + i), 0));
      later.add("" + i);
      lanes.advance(Duration.ofMinutes(1));
    }

    assertThat(store.written).endsWith(later.toArray(String[]::new));
    assertThat(queue.state().setAside()).isEqualTo(1);
    assertThat(queue.state().waiting()).isZero();
  }

  @Test
  void offer_longOutageOfUnknownKind_setsNothingAside() {
    store.isAwayWithoutAnyState = true;
    List<String> ids = offer(50);
    lanes.advance(Duration.ofHours(3));
    store.isAwayWithoutAnyState = false;
    lanes.advance(Duration.ofMinutes(2));

    assertThat(store.written).isEqualTo(ids);
    assertThat(queue.state().setAside()).isZero();
  }

  @Test
  void offer_gaps_goTheSameWayButLeaveRoomForFinals() {
    store.isAway = true;
    for (int i = 0; i < MEMORY; i++) {
      queue.offer(Entry.of(new AudioGap("s", "TR_a", "anna", i, i + 1, "UNDERRUN", ""), 0));
    }
    assertThat(queue.offer(Entry.of(utterance("1"), 0))).isTrue();
    assertThat(queue.offer(Entry.of(utterance("2"), 0))).isTrue();
    assertThat(queue.state().lost()).isEqualTo(2);

    store.isAway = false;
    lanes.advance(Duration.ofMinutes(1));

    assertThat(store.written).containsExactly("gap 0", "gap 1", "1", "2");
  }

  @Test
  void ended_afterTheFinalsOfTheSession_isToldLast() {
    store.isAway = true;
    offer(20);
    queue.ended(new SessionChanged("s", "room", "ENDED", true, "done"));
    lanes.advance(Duration.ofMinutes(1));
    assertThat(told).isEmpty();

    store.isAway = false;
    lanes.advance(Duration.ofMinutes(1));

    assertThat(told).hasSize(21).endsWith("19", "closed");
  }

  private StoreQueue queue(Path files, long diskBytes) {
    return new StoreQueue(lanes, store, new Teller(), bounds(files, diskBytes));
  }

  private static Backlog.Bounds bounds(Path files, long diskBytes) {
    return new Backlog.Bounds(files, diskBytes, MEMORY);
  }

  private List<String> offer(int count) {
    List<String> ids = IntStream.range(0, count).mapToObj(Integer::toString).toList();
    for (String id : ids) {
      assertThat(queue.offer(Entry.of(utterance(id), 0))).isTrue();
      if (count > MEMORY) {
        lanes.run();
      }
    }
    return ids;
  }

  private static List<String> without(List<String> ids, String one) {
    return ids.stream().filter(id -> !id.equals(one)).toList();
  }

  private List<Path> logFiles() {
    return logFiles(directory);
  }

  private static List<Path> logFiles(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".log")).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Path copyOfFiles() {
    try {
      Path copy = Files.createDirectory(directory.resolve("copy"));
      for (Path file : logFiles()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
      return copy;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static SpokenUtterance utterance(String id) {
    SpokenLine line = new SpokenLine(List.of(), "text", 0, 100, 1, List.of());
    return new SpokenUtterance("s", "room", id, true, "en", Instant.EPOCH, List.of(line));
  }

  private final class Teller implements StoreQueue.Announcer {
    @Override
    public void stored(StoredUtterance utterance) {
      told.add(utterance.utteranceId());
    }

    @Override
    public void closed(TranscriptClosed end) {
      told.add("closed");
    }
  }

  /** A database that keeps each id once, like the table's constraint, and fails as it is told. */
  private static final class FakeStore implements BatchWriter.Store {
    final List<String> written = new ArrayList<>();
    final Set<String> refusedForGood = new HashSet<>();
    final Set<String> failing = new HashSet<>();
    boolean isAway;
    boolean isAwayWithoutAnyState;
    int answersToLose;

    @Override
    public List<StoredUtterance> store(List<Entry> batch, boolean again) {
      check(batch);
      List<StoredUtterance> stored = new ArrayList<>();
      for (Entry entry : batch) {
        boolean isNew = !written.contains(id(entry));
        if (isNew) {
          written.add(id(entry));
        }
        if (entry.utterance() != null && (isNew || again)) {
          stored.add(new StoredUtterance("s", "room", id(entry), "en", List.of()));
        }
      }
      if (answersToLose > 0) {
        answersToLose--;
        throw new IllegalStateException(new SQLException("connection reset", "08006"));
      }
      return stored;
    }

    private void check(List<Entry> batch) {
      if (isAway) {
        throw new IllegalStateException(new SQLException("connection refused", "08001"));
      }
      if (isAwayWithoutAnyState) {
        throw new IllegalStateException("no connection");
      }
      if (batch.stream().map(FakeStore::id).anyMatch(failing::contains)) {
        throw new IllegalArgumentException("a mistake of ours");
      }
      if (batch.stream().map(FakeStore::id).anyMatch(refusedForGood::contains)) {
        throw new IllegalStateException(new SQLException("bad value", "22021"));
      }
    }

    private static String id(Entry entry) {
      return entry.utterance() == null
          ? "gap " + Objects.requireNonNull(entry.gap()).fromMs()
          : entry.utterance().utteranceId();
    }
  }
}
