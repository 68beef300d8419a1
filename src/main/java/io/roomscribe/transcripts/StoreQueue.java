package io.roomscribe.transcripts;

import io.roomscribe.lanes.Lanes;
import io.roomscribe.rooms.SessionChanged;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Finals and gaps on their way to the database: taken in on any thread, kept on the disk while they
 * wait ({@link Backlog}), written in order and in batches ({@link BatchWriter}), announced after
 * the commit.
 *
 * <p>Full: an entry that finds no room is refused, counted and logged as an error with its id; what
 * waits is never dropped for it.
 *
 * <p>Threading: any thread; nothing here blocks. Ownership: owns the backlog and the writer.
 */
final class StoreQueue {
  private static final System.Logger LOG = System.getLogger(StoreQueue.class.getName());

  /** What the outside is told, on the store lane. */
  interface Announcer {
    void stored(StoredUtterance utterance);

    void closed(TranscriptClosed end);
  }

  private final Announcer announcer;
  private final Backlog backlog;
  private final BatchWriter writer;
  private final Milestones milestones;
  private final AtomicLong refused = new AtomicLong();

  /** A queue that begins with what an earlier process could not store any more. */
  StoreQueue(Lanes lanes, BatchWriter.Store store, Announcer announcer, Backlog.Bounds bounds) {
    this.announcer = announcer;
    this.backlog = new Backlog(lanes, bounds);
    this.writer = new BatchWriter(lanes, store, announcer, backlog);
    this.milestones = new Milestones(backlog::offer);
    backlog.start(writer::wake);
  }

  /** Takes in a final or a gap with its fence; false when it was refused. */
  boolean offer(Entry entry) {
    if (backlog.offer(entry)) {
      return true;
    }
    refused.incrementAndGet();
    LOG.log(
        System.Logger.Level.ERROR,
        "event=transcript-store-full {0}: this is not stored",
        entry.label());
    return false;
  }

  /** The session has ended: this is announced after all its finals. */
  void ended(SessionChanged session) {
    if (!backlog.offer(() -> announcer.closed(new TranscriptClosed(session)))) {
      LOG.log(
          System.Logger.Level.ERROR,
          "event=transcript-store-full session={0}: its end is not announced",
          session.sessionId());
    }
  }

  /** Completes on the store lane once all that was offered so far is committed. */
  CompletionStage<Void> caughtUp() {
    CompletableFuture<Void> reached = new CompletableFuture<>();
    if (!backlog.offer(() -> reached.complete(null))) {
      reached.completeExceptionally(new IllegalStateException("the store queue is full"));
    }
    return reached;
  }

  /** Completes on the store lane once what the caller has offered so far is committed. */
  CompletionStage<Void> stored() {
    return milestones.next();
  }

  /**
   * Completes once all is committed that an earlier process left or that was offered so far;
   * exceptionally when what was left cannot be read at the moment.
   */
  CompletionStage<Void> allStored() {
    return caughtUp()
        .thenAccept(
            reached -> {
              if (!backlog.files().isRead()) {
                throw new IllegalStateException("the backlog of before cannot be read yet");
              }
            });
  }

  /** How storing is doing. */
  StoreBacklog state() {
    BacklogFiles files = backlog.files();
    return new StoreBacklog(
        backlog.waiting(),
        files.bytes(),
        files.isDurable(),
        files.setAside(),
        refused.get() + files.damaged());
  }

  /** Completes when the files are let go of; what waits in them is stored after the next start. */
  CompletionStage<Void> close() {
    writer.close();
    return backlog.close();
  }
}
