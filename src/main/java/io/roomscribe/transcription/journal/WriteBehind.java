package io.roomscribe.transcription.journal;

import io.roomscribe.lanes.Cancellable;
import java.io.IOException;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
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

  private final JournalDisk disk;
  private final String session;
  private final Queue<Entry> unwritten = new ConcurrentLinkedQueue<>();
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

  /** A piece of audio, or without one the mark that all before the position is needed no longer. */
  private record Entry(Segment segment, long position, @Nullable Piece piece) {}

  void write(Piece piece) {
    unwritten.add(new Entry(piece.segment, piece.start, piece));
    offerWrite();
  }

  void mark(Segment segment, long position) {
    unwritten.add(new Entry(segment, position, null));
    offerWrite();
  }

  void needlessBefore(long position) {
    needlessBefore = position;
  }

  /** Reads a segment and hands over its audio, null when it cannot be read; on the disk's lane. */
  boolean load(Segment segment, Consumer<@Nullable NavigableMap<Long, Piece>> then) {
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

  private void offerWrite() {
    if (writeOffered.compareAndSet(false, true) && !disk.lane().offer(this::writeNow)) {
      writeOffered.set(false);
    }
  }

  private void writeNow() {
    writeOffered.set(false);
    retry.cancel();
    try {
      for (Entry next = unwritten.peek(); next != null && !discarded; next = unwritten.peek()) {
        write(next);
        unwritten.poll();
      }
      force();
      disk.works();
    } catch (IOException failure) {
      disk.failed(session, failure);
      retry = disk.lanes().after(RETRY, disk.lane(), this::writeNow);
    }
  }

  private void write(Entry entry) throws IOException {
    if (open != null && open != entry.segment) {
      open.close();
    }
    open = entry.segment;
    Piece piece = entry.piece;
    if (piece == null) {
      entry.segment.append(RecordCodec.MARK, entry.position, new byte[0]);
    } else {
      if (piece.end() > needlessBefore) {
        entry.segment.append(RecordCodec.AUDIO, piece.start, piece.audio);
      }
      piece.written();
    }
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
