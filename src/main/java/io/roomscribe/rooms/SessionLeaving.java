package io.roomscribe.rooms;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * How a session leaves this process while it goes on elsewhere or later: what was heard is put in
 * safety, and nothing of it runs here any more.
 *
 * <p>Threading: {@link #suspend}, {@link #abandon}, {@link #isUnderWay} and {@link #left} on any
 * thread; the rest is confined to the session's control lane.
 */
final class SessionLeaving {

  private static final Logger LOG = System.getLogger(SessionLeaving.class.getName());

  private final SessionRecord record;
  private final RoomSession.Surroundings around;
  private final SessionEnding.Parts parts;
  private final SessionEnding.Steps steps;
  private final CompletableFuture<Void> left = new CompletableFuture<>();

  private volatile boolean underWay;

  SessionLeaving(
      SessionRecord record,
      RoomSession.Surroundings around,
      SessionEnding.Parts parts,
      SessionEnding.Steps steps) {
    this.record = record;
    this.around = around;
    this.parts = parts;
    this.steps = steps;
  }

  /** From the moment on when it was asked to leave. */
  boolean isUnderWay() {
    return underWay;
  }

  /** Nothing of the session runs here any more, for whichever reason. */
  void left() {
    left.complete(null);
  }

  /**
   * The server stops: egresses are stopped, and the session left to whoever resumes it.
   *
   * @return completes once nothing of it runs here, even if it ended meanwhile
   */
  CompletionStage<Void> suspend() {
    return leave(this::suspendNow);
  }

  /**
   * Another node has taken the session: nothing is stored or told any more, and egresses are left
   * to that one.
   *
   * @return completes once nothing of it runs here
   */
  CompletionStage<Void> abandon() {
    return leave(this::abandonNow);
  }

  private CompletionStage<Void> leave(Runnable way) {
    underWay = true;
    if (!parts.lane().offer(way)) {
      left.complete(null);
    }
    return left;
  }

  private void suspendNow() {
    steps.unfollow();
    CompletionStage<Void> stopped =
        EgressStops.stop(record.id(), parts.capture().leave(), around.gateway(), around.lanes());
    onceSafe(() -> suspendedNow(stopped));
  }

  private void suspendedNow(CompletionStage<Void> egressesStopped) {
    parts.capture().endAll("the server stops");
    record.keep();
    LOG.log(
        Level.INFO,
        "session={0} room={1} suspended in state {2}",
        record.id(),
        record.room(),
        record.state());
    CompletionStage<Void> unused = egressesStopped.thenRun(() -> parts.lane().offer(steps::letGo));
  }

  private void abandonNow() {
    LOG.log(Level.WARNING, "session={0} room={1} left to another node", record.id(), record.room());
    steps.unfollow();
    onceSafe(
        () -> {
          parts.capture().endAll("another node goes on with the session");
          steps.letGo();
        });
  }

  private void onceSafe(Runnable next) {
    CompletionStage<Void> unused =
        parts
            .audio()
            .suspend()
            .exceptionally(this::noteUnsafe)
            .thenRun(() -> parts.lane().offer(next));
  }

  private @Nullable Void noteUnsafe(Throwable stuck) {
    LOG.log(
        Level.WARNING, "session=" + record.id() + " its last audio may not be in safety", stuck);
    return null;
  }
}
