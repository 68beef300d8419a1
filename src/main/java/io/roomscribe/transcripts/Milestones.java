package io.roomscribe.transcripts;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * Tells those who offered entries when these are stored. One step at a time stands in the line for
 * all who wait, so that an outage does not fill the line with steps.
 *
 * <p>Memory: a few bytes for each entry that waits; they are not more than the line takes.
 *
 * <p>Threading: any thread; stages complete on the one that runs the line's steps.
 */
final class Milestones {
  private final Predicate<Runnable> line;
  private final Queue<CompletableFuture<Void>> gathering = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean underway = new AtomicBoolean();

  /**
   * Milestones of a line.
   *
   * @param line takes a step that is run after all offered before it; false when it is full
   */
  Milestones(Predicate<Runnable> line) {
    this.line = line;
  }

  /** Completes when all that the caller has offered so far is stored, or set aside for good. */
  CompletionStage<Void> next() {
    CompletableFuture<Void> stored = new CompletableFuture<>();
    gathering.add(stored);
    setOut();
    return stored;
  }

  private void setOut() {
    if (gathering.isEmpty() || !underway.compareAndSet(false, true)) {
      return;
    }
    List<CompletableFuture<Void>> those = new ArrayList<>();
    for (CompletableFuture<Void> one = gathering.poll(); one != null; one = gathering.poll()) {
      those.add(one);
    }
    if (!line.test(() -> reached(those))) {
      // The next who comes takes them along.
      gathering.addAll(those);
      underway.set(false);
    }
  }

  private void reached(List<CompletableFuture<Void>> those) {
    underway.set(false);
    those.forEach(one -> one.complete(null));
    setOut();
  }
}
