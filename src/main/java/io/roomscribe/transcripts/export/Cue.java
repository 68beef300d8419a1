package io.roomscribe.transcripts.export;

import java.util.List;

/**
 * What a subtitle player shows at once.
 *
 * @param startMs ms since the session's position zero
 * @param endMs after startMs
 * @param rows one or two, plain text without line breaks, not empty
 */
record Cue(long startMs, long endMs, List<String> rows) {
  Cue {
    rows = List.copyOf(rows);
  }
}
