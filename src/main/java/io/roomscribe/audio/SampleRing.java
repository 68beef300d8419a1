package io.roomscribe.audio;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bounded queue of samples from one writing thread to one reading thread that keeps the newest.
 *
 * <p>Shape: mono s16 samples, numbered from 0 in the order they were written.
 *
 * <p>Full: the oldest samples beyond the limit are dropped. The writer never looks at the reader,
 * so it never waits; the reader finds out what it lost by {@link #dropExcess}.
 *
 * <p>Threading: one writer ({@link #put}), one reader ({@link #dropExcess}, {@link #peek}, {@link
 * #take}), without locks; the counting methods are for any thread. Correct because
 *
 * <ul>
 *   <li>the writer announces what it is going to overwrite ({@code claimed}) before it writes, with
 *       a release fence between, and shows what it wrote ({@code written}) after it, with release;
 *   <li>the reader acquires {@code written}, so all below it is there; it copies, and after an
 *       acquire fence reads {@code claimed}: had it copied a sample of a later lap, that sample's
 *       claim would be visible now, and the copy is thrown away;
 *   <li>cells exceed the limit by more than a second, so after {@link #dropExcess} a copy fails
 *       only if more than a second of audio was written during it.
 * </ul>
 */
final class SampleRing {
  /** The most that one put may write: an announcement covers no more than this. */
  static final int CHUNK_SAMPLES = 4_800;

  private static final int SLACK_SAMPLES = 48_000 + CHUNK_SAMPLES;

  private final int limit;
  private final short[] cells;
  private final int mask;
  private final AtomicLong claimed = new AtomicLong();
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();

  /** A ring that holds up to limit samples. */
  SampleRing(int limit) {
    this.limit = limit;
    this.cells = new short[Integer.highestOneBit(limit + SLACK_SAMPLES - 1) << 1];
    this.mask = cells.length - 1;
  }

  /** Writer: appends up to {@link #CHUNK_SAMPLES} samples. */
  void put(short[] samples, int count) {
    long start = written.getPlain();
    claimed.setOpaque(start + count);
    VarHandle.releaseFence();
    for (int i = 0; i < count; i++) {
      cells[(int) (start + i) & mask] = samples[i];
    }
    written.setRelease(start + count);
  }

  /** Any thread: samples ever written. */
  long written() {
    return written.getAcquire();
  }

  /** Any thread: number of the sample that is read next; after a loss, before it is noticed. */
  long taken() {
    return taken.getAcquire();
  }

  /** Any thread: samples beyond the limit whose loss the reader has not noticed yet. */
  long excess() {
    return Math.max(0, written() - taken() - limit);
  }

  /** Reader: gives up what is beyond the limit and says how much that was. */
  long dropExcess() {
    long excess = excess();
    take(excess);
    return excess;
  }

  /** Reader: samples that can be read. */
  int available() {
    return (int) Math.min(limit, written() - taken.getPlain());
  }

  /**
   * Reader: copies up to count samples, the first being skip after the next, and leaves them here.
   *
   * @return how many were copied; -1 if the writer has overtaken meanwhile: drop the excess and try
   *     again
   */
  int peek(int skip, short[] target, int count) {
    long start = taken.getPlain() + skip;
    int copied = (int) Math.max(0, Math.min(count, written() - start));
    for (int i = 0; i < copied; i++) {
      target[i] = cells[(int) (start + i) & mask];
    }
    VarHandle.acquireFence();
    return claimed.getOpaque() - cells.length > start ? -1 : copied;
  }

  /** Reader: is done with the next count samples. */
  void take(long count) {
    taken.setRelease(taken.getPlain() + count);
  }
}
