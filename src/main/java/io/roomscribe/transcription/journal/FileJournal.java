package io.roomscribe.transcription.journal;

import io.roomscribe.transcription.AudioJournal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A journal that survives its process: the latest audio in memory, all of it in segment files that
 * are written behind and deleted whole once nothing in them is needed.
 *
 * <p>Nothing here waits for the disk. What was appended is on disk a moment later; a disk that
 * hangs or fails leaves it in memory, up to {@link #MEMORY_BYTES}, and is tried again. What is no
 * longer in memory comes from disk on demand: {@link #read} is then empty until it is there.
 *
 * <p>Full: refuses what is new, when the session's or the node's bound is reached or when memory is
 * full with what a failing disk has not taken. What was taken stays: the transcript is then whole
 * up to the hole, and there is one hole rather than a moving one. Bounds count audio by whole
 * segments.
 *
 * <p>Threading: confined to the room lane, but for what {@link WriteBehind} does.
 */
final class FileJournal implements AudioJournal {

  /** Half a minute of mono at 16 kHz: sending that keeps up never reads from disk. */
  static final int HOT_BYTES = 1 << 20;

  /** Two minutes of it. */
  static final int MEMORY_BYTES = 4 << 20;

  private static final int LARGEST_SEGMENT = 1 << 20;

  /** How far trimming goes on before a mark of it is written. */
  private static final int MARK_BYTES = 32_000;

  private static final ByteBuffer NOT_YET = ByteBuffer.allocate(0);

  private final JournalDisk disk;
  private final String session;
  private final WriteBehind behind;
  private final JournalBounds bounds;
  private final TreeMap<Long, Piece> hot = new TreeMap<>();
  private final TreeMap<Long, Segment> segments = new TreeMap<>();
  private @Nullable Segment current;
  private long start;
  private long end;
  private long hotFrom;
  private long hotBytes;
  private long held;
  private long marked;
  private boolean closed;
  private List<Note> found = List.of();
  private final List<Stretch> damaged = new ArrayList<>();
  private final Set<Segment> damagedSegments = new HashSet<>();
  private volatile @Nullable Loaded loaded;
  private volatile boolean loading;

  FileJournal(JournalDisk disk, String session, JournalBounds bounds) {
    this.disk = disk;
    this.session = session;
    this.bounds = bounds;
    this.behind = new WriteBehind(disk, session);
  }

  /** A journal that was left behind, as it was found. */
  FileJournal(JournalDisk disk, LeftBehind found, JournalBounds bounds) {
    this(disk, found.session(), bounds);
    for (Segment segment : found.segments()) {
      segments.put(segment.first(), segment);
      held += segment.audioBytes();
    }
    bounds.takeAnyway(held);
    start = found.acknowledged();
    marked = start;
    end = found.appended();
    hotFrom = end;
    this.found = found.notes();
    damaged.addAll(found.damaged());
  }

  /**
   * A segment's audio in memory.
   *
   * @param upTo position up to which it is complete
   */
  private record Loaded(Segment segment, long upTo, Segment.Content content) {

    NavigableMap<Long, Piece> pieces() {
      return content.pieces();
    }

    /** Where what can be read of it ends. */
    long readableTo() {
      return pieces().isEmpty() ? segment.first() : pieces().lastEntry().getValue().end();
    }
  }

  @Override
  public boolean append(byte[] audio) {
    if (closed || hotBytes + audio.length > MEMORY_BYTES || !bounds.take(held, audio.length)) {
      return false;
    }
    Segment segment = segmentFor(audio.length);
    Piece piece = new Piece(end, audio, segment);
    hot.put(piece.start, piece);
    hotBytes += audio.length;
    held += audio.length;
    end = piece.end();
    behind.write(piece);
    coolDown();
    return true;
  }

  private Segment segmentFor(int bytes) {
    Segment open = current;
    long most = Math.min(LARGEST_SEGMENT, bounds.sessionBytes() / 8);
    if (open == null && segments.containsKey(end)) {
      // Of an earlier process, with notes only: its name is the one that a new segment would get.
      open = segments.get(end);
      current = open;
    }
    if (open == null || (open.first() < end && open.audioBytes() + bytes > most)) {
      open = new Segment(disk.directory(session), end);
      segments.put(end, open);
      current = open;
    }
    open.grow(bytes);
    return open;
  }

  /** Lets go of the oldest audio in memory that is on disk. */
  private void coolDown() {
    while (hotBytes > HOT_BYTES && !hot.isEmpty() && hot.firstEntry().getValue().isWritten()) {
      hotFrom = dropOldest().end();
    }
  }

  private Piece dropOldest() {
    Piece oldest = hot.pollFirstEntry().getValue();
    hotBytes -= oldest.audio.length;
    return oldest;
  }

  @Override
  public void appendSilence(long bytes) {
    end += bytes;
  }

  @Override
  public long start() {
    return start;
  }

  @Override
  public long end() {
    return end;
  }

  @Override
  public long heldBytes() {
    return held;
  }

  @Override
  public long boundBytes() {
    return bounds.sessionBytes();
  }

  @Override
  public String trouble() {
    return disk.trouble();
  }

  @Override
  public ByteBuffer read(long position, int most) {
    long upTo = Math.min(position + most, end);
    if (position < start) {
      return silence(Math.min(upTo, start) - position);
    }
    return position >= hotFrom ? copy(hot, position, upTo) : readCold(position, upTo);
  }

  private ByteBuffer readCold(long position, long wanted) {
    Map.Entry<Long, Segment> at = segments.floorEntry(position);
    Long next = segments.higherKey(position);
    long cold = next == null ? hotFrom : Math.min(hotFrom, next);
    long upTo = Math.min(wanted, cold);
    if (at == null) {
      return silence(upTo - position);
    }
    Loaded known = loaded;
    if (known != null && known.segment == at.getValue() && position < known.upTo) {
      noteDamage(known);
      return copy(known.pieces(), position, Math.min(upTo, known.upTo));
    }
    load(at.getValue(), cold);
    return NOT_YET.duplicate();
  }

  private void load(Segment segment, long upTo) {
    if (loading) {
      return;
    }
    loading =
        behind.load(
            segment,
            content -> {
              loaded = content == null ? null : new Loaded(segment, upTo, content);
              loading = false;
            });
  }

  private void noteDamage(Loaded known) {
    long from = Math.max(start, known.readableTo());
    if (known.content().isDamaged() && from < known.upTo && damagedSegments.add(known.segment)) {
      damaged.add(new Stretch(from, known.upTo));
    }
  }

  private static ByteBuffer silence(long bytes) {
    return ByteBuffer.allocate((int) bytes);
  }

  private static ByteBuffer copy(NavigableMap<Long, Piece> pieces, long position, long upTo) {
    byte[] copy = new byte[(int) (upTo - position)];
    Long first = pieces.floorKey(position);
    for (Piece piece : pieces.subMap(first == null ? position : first, upTo).values()) {
      piece.copyTo(copy, position);
    }
    return ByteBuffer.wrap(copy);
  }

  @Override
  public void trim(long position) {
    start = Math.max(start, Math.min(position, end));
    behind.needlessBefore(start);
    while (!hot.isEmpty() && hot.firstEntry().getValue().end() <= start) {
      dropOldest();
    }
    dropSegments();
    Segment open = current;
    if (open != null && start - marked >= MARK_BYTES) {
      marked = start;
      behind.mark(open, start);
    }
  }

  private void dropSegments() {
    while (segments.size() > 1) {
      Segment oldest = segments.firstEntry().getValue();
      Long next = segments.higherKey(oldest.first());
      if (next == null || next > start) {
        return;
      }
      segments.pollFirstEntry();
      release(oldest.audioBytes());
      behind.delete(oldest);
    }
  }

  private void release(long bytes) {
    held -= bytes;
    bounds.release(bytes);
  }

  @Override
  public void note(long position, byte[] content) {
    if (!closed) {
      behind.note(segmentFor(0), position, content);
    }
  }

  @Override
  public List<Note> notes() {
    return found;
  }

  @Override
  public List<Stretch> takeDamaged() {
    List<Stretch> taken = List.copyOf(damaged);
    damaged.clear();
    return taken;
  }

  @Override
  public CompletionStage<Void> keep() {
    if (closed) {
      return CompletableFuture.completedStage(null);
    }
    closed = true;
    bounds.release(held);
    return behind.keep();
  }

  @Override
  public void discard() {
    if (!closed) {
      closed = true;
      release(held);
      behind.discard(List.copyOf(segments.values()));
      segments.clear();
      hot.clear();
      current = null;
      loaded = null;
    }
  }
}
