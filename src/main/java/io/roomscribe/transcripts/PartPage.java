package io.roomscribe.transcripts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some lines, or some gaps, of a session.
 *
 * @param parts by the time they begin
 * @param more there are some after the last of these
 */
record PartPage<T extends TranscriptPart>(List<T> parts, boolean more) {
  PartPage {
    parts = List.copyOf(parts);
  }

  /** The first {@code limit} of the parts, which are one more when there are more. */
  static <T extends TranscriptPart> PartPage<T> of(List<T> parts, int limit) {
    boolean more = parts.size() > limit;
    return new PartPage<>(more ? parts.subList(0, limit) : parts, more);
  }

  /** Where the next page begins; null when this is the last. */
  @Nullable Cursor next(int query) {
    if (!more) {
      return null;
    }
    T last = parts.get(parts.size() - 1);
    return new Cursor(last.startMs(), last.seq(), query);
  }
}
