package io.roomscribe.transcripts.export;

import io.roomscribe.rooms.SpokenWord;
import io.roomscribe.transcripts.StoredLine;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a line into cues that can be read: at most two rows of 42 characters and 7 seconds each, the
 * usual bounds of broadcast subtitles.
 *
 * <p>Units: ms since the session's position zero. A cue takes its times from the words it holds; if
 * the text has not as many words as the recogniser timed, times are shared out by length.
 *
 * <p>Absent: a line without visible text yields no cue. A cue lasts at least {@value #SHORTEST_MS}
 * ms, because subtitle formats want the end after the start.
 */
final class Cues {
  static final int ROW_CHARS = 42;
  private static final int ROWS = 2;
  private static final long LONGEST_MS = 7_000;
  private static final long SHORTEST_MS = 100;

  private record Token(String text, long startMs, long endMs) {}

  private final List<Cue> cues = new ArrayList<>();
  private final List<String> rows = new ArrayList<>();
  private final StringBuilder row = new StringBuilder();
  private long startMs;
  private long endMs;

  private Cues() {}

  /** The line's cues, in order of time. */
  static List<Cue> of(StoredLine line) {
    Cues cues = new Cues();
    for (Token token : tokens(line)) {
      cues.add(token);
    }
    cues.endCue();
    return cues.cues;
  }

  private void add(Token token) {
    if (!isEmpty() && token.endMs() - startMs > LONGEST_MS) {
      endCue();
    }
    int needed = (row.isEmpty() ? 0 : row.length() + 1) + token.text().length();
    if (!row.isEmpty() && needed > ROW_CHARS) {
      endRow();
    }
    if (isEmpty()) {
      startMs = token.startMs();
    }
    row.append(row.isEmpty() ? "" : " ").append(token.text());
    endMs = Math.max(token.endMs(), startMs + SHORTEST_MS);
  }

  private boolean isEmpty() {
    return row.isEmpty() && rows.isEmpty();
  }

  private void endRow() {
    rows.add(row.toString());
    row.setLength(0);
    if (rows.size() == ROWS) {
      endCue();
    }
  }

  private void endCue() {
    if (!row.isEmpty()) {
      rows.add(row.toString());
      row.setLength(0);
    }
    if (!rows.isEmpty()) {
      cues.add(new Cue(startMs, endMs, rows));
      rows.clear();
    }
    endMs = 0;
  }

  private static List<Token> tokens(StoredLine line) {
    String text = PlainText.oneLine(line.text());
    if (text.isEmpty()) {
      return List.of();
    }
    String[] parts = text.split(" ");
    List<Token> tokens = new ArrayList<>();
    int before = 0;
    for (int i = 0; i < parts.length; i++) {
      Token token = timed(line, parts, i, before, text.length());
      before += parts[i].length() + 1;
      cutToRows(token, tokens);
    }
    return tokens;
  }

  private static Token timed(StoredLine line, String[] parts, int i, int before, int all) {
    if (line.words().size() == parts.length) {
      SpokenWord word = line.words().get(i);
      return new Token(parts[i], word.startMs(), word.endMs());
    }
    long lengthMs = Math.max(0, line.endMs() - line.startMs());
    return new Token(
        parts[i],
        line.startMs() + lengthMs * before / all,
        line.startMs() + lengthMs * (before + parts[i].length()) / all);
  }

  /** A word longer than a row, or a language without blanks, is cut hard. */
  private static void cutToRows(Token token, List<Token> tokens) {
    String text = token.text();
    long lengthMs = Math.max(0, token.endMs() - token.startMs());
    for (int from = 0; from < text.length(); ) {
      int to = Math.min(text.length(), from + ROW_CHARS);
      if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
        to--;
      }
      tokens.add(
          new Token(
              text.substring(from, to),
              token.startMs() + lengthMs * from / text.length(),
              token.startMs() + lengthMs * to / text.length()));
      from = to;
    }
  }
}
