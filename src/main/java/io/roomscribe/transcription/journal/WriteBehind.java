package io.roomscribe.transcription.journal;

import io.roomscribe.lanes.Cancellable;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The disk's side of one journal: writes what the room has appended, in order, reads segments ahead
 * and deletes those that are not needed.
 *
 * <p>Bound: holds what is not written yet, which the journal bounds. A failing disk is tried again
 * every few seconds; what was to be written waits.
 *
 * <p>Threading: public methods from the room lane, none of which touches the disk; the rest on the
 * node's disk lane.
 */
final class WriteBehind {

  private static final Duration RETRY = Duration.ofSeconds(5);

  /** Of a disk that hangs; what is noted meanwhile is left out, as memory is bounded. */
  private static final int MOST_NOTES_WAITING = 10_000;

  private final JournalDisk disk;
  private final String session;
  private final Queue<Entry> unwritten = new ConcurrentLinkedQueue<>();
  private final AtomicInteger notesWaiting = new AtomicInteger();
  private final AtomicBoolean writeOffered = new AtomicBoolean();

  /** Everything before it needs writing no more. */
  private volatile long needlessBefore;

  private volatile boolean discarded;

  private @Nullable Segment open;
  private Cancellable retry = () -> {};
  private long forcedNs;

  WriteBehind(JournalDisk disk, String session) {
    this.disk = disk;
    this.session = session;
    this.forcedNs = disk.clock().nanoTime();
  }

  /** Something to be written at the end of a segment. */
  @FunctionalInterface
  private interface Entry {

    void write() throws IOException;
  }

  void write(Piece piece) {
    add(
        () -> {
          if (piece.end() > needlessBefore) {
            into(piece.segment).append(RecordCodec.AUDIO, piece.start, piece.audio);
          }
          piece.written();
        });
  }

  /** Writes the mark that all before the position is needed no longer. */
  void mark(Segment segment, long position) {
    add(() -> into(segment).append(RecordCodec.MARK, position, new byte[0]));
  }

  /** Writes a note, unless too many wait already. */
  void note(Segment segment, long position, byte[] content) {
    if (notesWaiting.get() < MOST_NOTES_WAITING) {
      notesWaiting.incrementAndGet();
      add(
          () -> {
            into(segment).append(RecordCodec.NOTE, position, content);
            notesWaiting.decrementAndGet();
          });
    }
  }

  private void add(Entry entry) {
    unwritten.add(entry);
    offerWrite();
  }

  void needlessBefore(long position) {
    needlessBefore = position;
  }

  /** Reads a segment and hands over its audio, null when it cannot be read; on the disk's lane. */
  boolean load(Segment segment, Consumer<Segment.@Nullable Content> then) {
    return disk.lane()
        .offer(
            () -> {
              try {
                then.accept(segment.load());
              } catch (IOException unreadable) {
                disk.failed(session, unreadable);
                then.accept(null);
              }
            });
  }

  /** Deletes a segment; a lane that is full leaves it to {@link #discard}. */
  void delete(Segment segment) {
    disk.lane().offer(() -> deleteNow(segment));
  }

  /** Nothing will be read again: writes no more, and deletes the journal's directory. */
  void discard(Iterable<Segment> segments) {
    discarded = true;
    disk.lane()
        .offer(
            () -> {
              retry.cancel();
              unwritten.clear();
              segments.forEach(this::deleteNow);
              disk.deleteDirectory(session);
            });
  }

  /** Nothing more comes: completes when all is written and the files are let go of. */
  CompletionStage<Void> keep() {
    CompletableFuture<Void> kept = new CompletableFuture<>();
    Runnable last =
        () -> {
          retry.cancel();
          try {
            writeWaiting();
            close();
            disk.leave(session);
            kept.complete(null);
          } catch (IOException failure) {
            disk.failed(session, failure);
            disk.leave(session);
            kept.completeExceptionally(failure);
          }
        };
    if (!disk.lane().offer(last)) {
      kept.completeExceptionally(new IOException("the disk's lane is closed or full"));
    }
    return kept;
  }

  private void close() throws IOException {
    if (open != null) {
      open.force();
      open.close();
    }
  }

  private void offerWrite() {
    if (writeOffered.compareAndSet(false, true) && !disk.lane().offer(this::writeNow)) {
      writeOffered.set(false);
    }
  }

  private void writeNow() {
    writeOffered.set(false);
    retry.cancel();
    try {
      writeWaiting();
      force();
      disk.works();
    } catch (IOException failure) {
      disk.failed(session, failure);
      retry = disk.lanes().after(RETRY, disk.lane(), this::writeNow);
    }
  }

  private void writeWaiting() throws IOException {
    for (Entry next = unwritten.peek(); next != null && !discarded; next = unwritten.peek()) {
      next.write();
      unwritten.poll();
    }
  }

  /** The segment, which is the only one that is open from now on. */
  private Segment into(Segment segment) throws IOException {
    if (open != null && open != segment) {
      open.close();
    }
    open = segment;
    return segment;
  }

  private void force() throws IOException {
    long nowNs = disk.clock().nanoTime();
    boolean due = !disk.forceEvery().isZero() && nowNs - forcedNs >= disk.forceEvery().toNanos();
    if (due && open != null) {
      open.force();
      forcedNs = nowNs;
    }
  }

  private void deleteNow(Segment segment) {
    try {
      segment.delete();
    } catch (IOException failure) {
      disk.failed(session, failure);
    }
  }
}
