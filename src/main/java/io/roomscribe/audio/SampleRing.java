package io.roomscribe.audio;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A bounded queue of samples from one writing thread to one reading thread that keeps the newest.
 *
 * <p>Shape: mono s16 samples, numbered from 0 in the order they were written, in pages of 43 ms.
 *
 * <p>Memory: what waits to be read, and little more, since a page that was read is written again.
 * Pages are made while more has to wait than ever before, and given back when they were not needed
 * for 11 s; in between nothing is allocated.
 *
 * <p>Full: the oldest samples beyond the limit are dropped. The writer looks where the reader is
 * only to find pages that were read, and never waits for it; the reader finds out what it lost by
 * {@link #dropExcess}.
 *
 * <p>Threading: one writer ({@link #put}), one reader ({@link #dropExcess}, {@link #peek}, {@link
 * #take}), without locks; the counting methods are for any thread. Correct because
 *
 * <ul>
 *   <li>before the writer reuses a page it says from which sample on it still keeps them ({@code
 *       kept}), with a release fence between, and shows what it wrote ({@code written}) after it,
 *       with release;
 *   <li>the reader acquires {@code written}, so all below it is there; it copies, and after an
 *       acquire fence reads {@code kept}: had it copied from a page that is used again, that would
 *       be visible now, and the copy is thrown away;
 *   <li>pages are read before {@code taken} is released, so those below it are free;
 *   <li>what is kept exceeds the limit by more than a second, so after {@link #dropExcess} a copy
 *       fails only if more than a second of audio was written during it.
 * </ul>
 */
final class SampleRing {
  private static final int PAGE_SHIFT = 11;
  private static final int PAGE_SAMPLES = 1 << PAGE_SHIFT;
  private static final int SLACK_SAMPLES = 48_000;
  private static final int REVIEW_PAGES = 256;
  private static final short[] GONE = {};

  private final int limit;
  private final int mostPages;
  private final AtomicReferenceArray<short[]> pages;
  private final AtomicLong kept = new AtomicLong();
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();

  // The writer's own.
  private short[] page = GONE;
  private long firstPage;
  private long idlePages = Long.MAX_VALUE;

  /** A ring that holds up to limit samples. */
  SampleRing(int limit) {
    this.limit = limit;
    this.mostPages = (limit + SLACK_SAMPLES) / PAGE_SAMPLES + 2;
    this.pages = new AtomicReferenceArray<>(Integer.highestOneBit(mostPages) << 1);
    for (int i = 0; i < pages.length(); i++) {
      pages.setPlain(i, GONE);
    }
  }

  /** Writer: appends samples, at most a second of them. */
  void put(short[] samples, int count) {
    long at = written.getPlain();
    for (int done = 0; done < count; ) {
      int offset = (int) at & (PAGE_SAMPLES - 1);
      if (offset == 0) {
        turn(at >> PAGE_SHIFT);
      }
      int length = Math.min(count - done, PAGE_SAMPLES - offset);
      System.arraycopy(samples, done, page, offset, length);
      done += length;
      at += length;
    }
    written.setRelease(at);
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

  /** Writer: samples it has memory for. */
  long held() {
    long endPage = (written.getPlain() + PAGE_SAMPLES - 1) >> PAGE_SHIFT;
    return (endPage - firstPage) << PAGE_SHIFT;
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
    for (int done = 0; done < copied; ) {
      long at = start + done;
      short[] from = pages.getAcquire(slot(at >> PAGE_SHIFT));
      if (from.length == 0) {
        return -1;
      }
      int offset = (int) at & (PAGE_SAMPLES - 1);
      int length = Math.min(copied - done, PAGE_SAMPLES - offset);
      System.arraycopy(from, offset, target, done, length);
      done += length;
    }
    VarHandle.acquireFence();
    return kept.getOpaque() > start ? -1 : copied;
  }

  /** Reader: is done with the next count samples. */
  void take(long count) {
    taken.setRelease(taken.getPlain() + count);
  }

  /** Begins a page: one that was read; else a new one; when full, the oldest. */
  private void turn(long number) {
    long read = (taken() >> PAGE_SHIFT) - firstPage;
    boolean isFull = number - firstPage >= mostPages;
    page = read > 0 || isFull ? withdrawn() : new short[PAGE_SAMPLES];
    pages.setRelease(slot(number), page);
    idlePages = Math.min(idlePages, Math.max(0, read - 1));
    if (number % REVIEW_PAGES == 0) {
      for (; idlePages > 0; idlePages--) {
        withdrawn();
      }
      idlePages = Long.MAX_VALUE;
    }
  }

  /** The oldest page, which is no longer kept. */
  private short[] withdrawn() {
    int slot = slot(firstPage);
    firstPage++;
    kept.setOpaque(firstPage << PAGE_SHIFT);
    VarHandle.releaseFence();
    short[] oldest = pages.getPlain(slot);
    pages.setPlain(slot, GONE);
    return oldest;
  }

  private int slot(long number) {
    return (int) number & (pages.length() - 1);
  }
}
