package io.roomscribe.captions;

import io.roomscribe.rooms.SpokenUtterance;
import io.roomscribe.transcripts.Spoken;
import io.roomscribe.transcripts.StoredLine;
import io.roomscribe.transcripts.StoredUtterance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The stored lines of one session, in place of a database. One thread. */
final class Shelf implements CaptionFeed.Archive {

  final List<StoredLine> lines = new ArrayList<>();
  boolean complete;

  private final String session;

  Shelf(String session) {
    this.session = session;
  }

  /** What is said as the final of that number. */
  SpokenUtterance spoken(long seq) {
    return Spoken.utterance(session, "u" + seq, Spoken.line("anna", seq, "t" + seq));
  }

  /** Stores the next final: 1, 2, 3. */
  StoredUtterance store() {
    long seq = lines.size() + 1;
    StoredLine line =
        new StoredLine(
            seq,
            session,
            "standup",
            "u" + seq,
            0,
            seq,
            seq + 1,
            Spoken.EPOCH,
            "en",
            1,
            "t" + seq,
            spoken(seq).lines().get(0).speakers(),
            List.of());
    lines.add(line);
    return new StoredUtterance(session, "standup", "u" + seq, "en", List.of(line));
  }

  @Override
  public List<StoredLine> linesAfter(String sessionId, long seq, int limit) {
    return lines.stream().filter(line -> line.seq() > seq).limit(limit).toList();
  }

  @Override
  public boolean isComplete(String sessionId) {
    return complete;
  }

  @Override
  public Map<String, CaptionFeed.Progress> progress(Set<String> sessionIds) {
    return sessionIds.stream()
        .collect(
            Collectors.toMap(id -> id, id -> new CaptionFeed.Progress(lines.size(), complete)));
  }
}
