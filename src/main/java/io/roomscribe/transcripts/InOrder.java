package io.roomscribe.transcripts;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lines and gaps, each in order of time, as one sequence in order of time; a gap goes first. */
final class InOrder implements Iterator<TranscriptPart> {
  private final Iterator<StoredLine> lines;
  private final Iterator<StoredGap> gaps;
  private @Nullable StoredLine line;
  private @Nullable StoredGap gap;

  InOrder(Iterator<StoredLine> lines, Iterator<StoredGap> gaps) {
    this.lines = lines;
    this.gaps = gaps;
  }

  @Override
  public boolean hasNext() {
    line = line == null && lines.hasNext() ? lines.next() : line;
    gap = gap == null && gaps.hasNext() ? gaps.next() : gap;
    return line != null || gap != null;
  }

  @Override
  public TranscriptPart next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    StoredLine heldLine = line;
    StoredGap heldGap = gap;
    if (heldLine == null || (heldGap != null && heldGap.startMs() <= heldLine.startMs())) {
      gap = null;
      return Objects.requireNonNull(heldGap);
    }
    line = null;
    return heldLine;
  }
}
