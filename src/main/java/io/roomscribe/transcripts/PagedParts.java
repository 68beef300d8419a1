package io.roomscribe.transcripts;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lines, or gaps, one by one from pages that are read when they are needed, the first at once:
 * memory holds one page, and a database that is away is noticed before an answer begins.
 */
final class PagedParts<T extends TranscriptPart> implements Iterator<T> {
  private final Function<@Nullable Cursor, PartPage<T>> pages;
  private PartPage<T> page;
  private int next;

  PagedParts(Function<@Nullable Cursor, PartPage<T>> pages) {
    this.pages = pages;
    this.page = pages.apply(null);
  }

  @Override
  public boolean hasNext() {
    if (next == page.parts().size() && page.more()) {
      page = pages.apply(page.next(0));
      next = 0;
    }
    return next < page.parts().size();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return page.parts().get(next++);
  }
}
