package io.roomscribe.transcripts;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lines one by one from pages that are read when they are needed, the first at once: memory holds
 * one page, and a database that is away is noticed before an answer begins.
 */
final class PagedLines implements Iterator<StoredLine> {
  private final Function<@Nullable Cursor, LinePage> pages;
  private LinePage page;
  private int next;

  PagedLines(Function<@Nullable Cursor, LinePage> pages) {
    this.pages = pages;
    this.page = pages.apply(null);
  }

  @Override
  public boolean hasNext() {
    if (next == page.lines().size() && page.more()) {
      page = pages.apply(new Cursor(page.last().startMs(), page.last().seq(), 0));
      next = 0;
    }
    return next < page.lines().size();
  }

  @Override
  public StoredLine next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return page.lines().get(next++);
  }
}
