package io.roomscribe.transcripts.export;

import io.roomscribe.transcripts.StoredLine;
import io.roomscribe.transcripts.TranscriptFormat;
import io.roomscribe.transcripts.TranscriptPart;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Iterator;

/**
 * SubRip: numbered cues; who speaks stands before the text of a line's first cue.
 *
 * <p>SubRip has no escapes, and players take {@code <...>} for a tag: angle brackets become ‹ and
 * ›, which keeps the arrow out of the text too. It has no comments either: gaps are left out.
 */
@ApplicationScoped
class SubRip implements TranscriptFormat {
  @Override
  public String name() {
    return "srt";
  }

  @Override
  public String mediaType() {
    return "application/x-subrip";
  }

  @Override
  public void write(Iterator<TranscriptPart> parts, Appendable out) throws IOException {
    int number = 1;
    while (parts.hasNext()) {
      if (parts.next() instanceof StoredLine line) {
        number = write(line, number, out);
      }
    }
  }

  private static int write(StoredLine line, int first, Appendable out) throws IOException {
    int number = first;
    String label = PlainText.label(line);
    String prefix = label.isEmpty() ? "" : label + ": ";
    for (Cue cue : Cues.of(line)) {
      out.append(number++ + "\n");
      out.append(PlainText.time(cue.startMs(), ',') + " --> ");
      out.append(PlainText.time(cue.endMs(), ',') + "\n");
      out.append(harmless(prefix + String.join("\n", cue.rows())) + "\n\n");
      prefix = "";
    }
    return number;
  }

  private static String harmless(String text) {
    return text.replace('<', '‹').replace('>', '›');
  }
}
