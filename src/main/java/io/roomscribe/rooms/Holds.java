package io.roomscribe.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Those who have still to do something with what an event told, such as storing it.
 *
 * <p>Threading: holds are added while the event is fired, on the firing thread.
 */
public final class Holds {

  /** Takes holds and forgets them, for events that nobody waits for. */
  static final Holds NOBODY = new Holds(false);

  private final boolean counting;
  private final List<CompletableFuture<?>> stages = new ArrayList<>();

  Holds() {
    this(true);
  }

  private Holds(boolean counting) {
    this.counting = counting;
  }

  /** What the event told is needed until this stage has completed, whichever way. */
  public void hold(CompletionStage<?> stage) {
    if (counting) {
      stages.add(stage.toCompletableFuture());
    }
  }

  /** Completes when all holds have; to be asked for once, after the event was fired. */
  CompletableFuture<Void> released() {
    return CompletableFuture.allOf(stages.toArray(CompletableFuture[]::new));
  }
}
