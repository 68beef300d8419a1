package io.roomscribe.transcription;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A journal that lives and dies with the process. Memory: what is held, up to the bound; any length
 * of silence is one small entry.
 *
 * <p>Threading: one thread at a time appends (the room lane), one reads and trims (the stream
 * lane); the two do not wait for each other. What is asked for is always there.
 */
public final class MemoryJournal implements AudioJournal {

  private final long boundBytes;
  private final ConcurrentSkipListMap<Long, Piece> pieces = new ConcurrentSkipListMap<>();
  private final AtomicLong held = new AtomicLong();
  private final AtomicLong start = new AtomicLong();
  private final AtomicLong end = new AtomicLong();
  private volatile boolean discarded;

  /** An empty journal for at most so many bytes of audio. */
  public MemoryJournal(long boundBytes) {
    this.boundBytes = boundBytes;
  }

  @Override
  public boolean append(byte[] audio) {
    if (discarded || held.get() + audio.length > boundBytes) {
      return false;
    }
    held.addAndGet(audio.length);
    put(new Piece(end.get(), audio.length, audio));
    return true;
  }

  @Override
  public void appendSilence(long bytes) {
    Map.Entry<Long, Piece> last = pieces.lastEntry();
    if (last != null && last.getValue().audio == null) {
      Piece silence = last.getValue();
      put(new Piece(silence.start, end.get() + bytes - silence.start, null));
    } else {
      put(new Piece(end.get(), bytes, null));
    }
  }

  private void put(Piece piece) {
    if (piece.length > 0) {
      pieces.put(piece.start, piece);
      end.set(piece.end());
    }
  }

  @Override
  public long start() {
    return start.get();
  }

  @Override
  public long end() {
    return end.get();
  }

  @Override
  public long heldBytes() {
    return held.get();
  }

  @Override
  public long boundBytes() {
    return boundBytes;
  }

  @Override
  public ByteBuffer read(long position, int most) {
    int length = (int) Math.min(most, end.get() - position);
    byte[] copy = new byte[length];
    Long first = pieces.floorKey(position);
    for (Piece piece : pieces.tailMap(first == null ? position : first).values()) {
      if (piece.start >= position + length) {
        break;
      }
      piece.copyTo(copy, position);
    }
    return ByteBuffer.wrap(copy);
  }

  @Override
  public void trim(long position) {
    long upTo = Math.min(position, end.get());
    for (Piece piece : pieces.headMap(upTo).values()) {
      // By value: a silence that grew meanwhile stays.
      if (piece.end() <= upTo && pieces.remove(piece.start, piece) && piece.audio != null) {
        held.addAndGet(-piece.length);
      }
    }
    start.set(Math.max(start.get(), upTo));
  }

  @Override
  public void discard() {
    discarded = true;
    trim(end.get());
  }

  /** A run of audio or, without audio, of silence. */
  private static final class Piece {
    private final long start;
    private final long length;
    private final byte @Nullable [] audio;

    Piece(long start, long length, byte @Nullable [] audio) {
      this.start = start;
      this.length = length;
      this.audio = audio;
    }

    long end() {
      return start + length;
    }

    /** Copies what falls into the target, whose first byte stands for the position. */
    void copyTo(byte[] target, long position) {
      long from = Math.max(start, position);
      long to = Math.min(end(), position + target.length);
      if (audio != null && from < to) {
        System.arraycopy(
            audio, (int) (from - start), target, (int) (from - position), (int) (to - from));
      }
    }
  }
}
