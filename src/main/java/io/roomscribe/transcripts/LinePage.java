package io.roomscribe.transcripts;

import java.util.List;

/**
 * Some lines.
 *
 * @param lines in the query's order
 * @param more there are lines after the last of these
 */
record LinePage(List<StoredLine> lines, boolean more) {
  LinePage {
    lines = List.copyOf(lines);
  }

  /** The first {@code limit} of the lines, which are one more when there are more. */
  static LinePage of(List<StoredLine> lines, int limit) {
    boolean more = lines.size() > limit;
    return new LinePage(more ? lines.subList(0, limit) : lines, more);
  }

  StoredLine last() {
    return lines.get(lines.size() - 1);
  }
}
