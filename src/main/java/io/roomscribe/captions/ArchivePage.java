package io.roomscribe.captions;

import io.roomscribe.transcripts.StoredLine;
import io.roomscribe.transcripts.StoredUtterance;
import java.util.ArrayList;
import java.util.List;

/**
 * Stored lines in the order of their numbers.
 *
 * @param lines of one session
 * @param last whether there were no more
 * @param complete whether the session had ended, with all its finals stored, before they were read
 */
record ArchivePage(List<StoredLine> lines, boolean last, boolean complete) {

  /** Whole utterances only: one that a full page may have cut is left to the next page. */
  List<StoredUtterance> utterances() {
    List<StoredUtterance> utterances = new ArrayList<>();
    List<StoredLine> run = new ArrayList<>();
    for (StoredLine line : lines) {
      if (!run.isEmpty() && !run.get(0).utteranceId().equals(line.utteranceId())) {
        utterances.add(utterance(run));
        run.clear();
      }
      run.add(line);
    }
    if (!run.isEmpty() && (last || utterances.isEmpty())) {
      utterances.add(utterance(run));
    }
    return utterances;
  }

  private static StoredUtterance utterance(List<StoredLine> lines) {
    StoredLine first = lines.get(0);
    return new StoredUtterance(
        first.sessionId(), first.room(), first.utteranceId(), first.language(), lines);
  }
}
