package io.roomscribe.transcripts.export;

import io.roomscribe.transcripts.StoredGap;
import io.roomscribe.transcripts.StoredLine;
import io.roomscribe.transcripts.TranscriptFormat;
import io.roomscribe.transcripts.TranscriptPart;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Iterator;

/**
 * One row for each line: {@code [00:01:05] Anna: Good morning.} A gap's row has dashes: {@code
 * [00:01:05] -- anna not heard for 2.5 s (UNDERRUN) --}
 */
@ApplicationScoped
class PlainTranscript implements TranscriptFormat {
  @Override
  public String name() {
    return "txt";
  }

  @Override
  public String mediaType() {
    return "text/plain";
  }

  @Override
  public void write(Iterator<TranscriptPart> parts, Appendable out) throws IOException {
    while (parts.hasNext()) {
      TranscriptPart part = parts.next();
      out.append("[" + PlainText.clock(part.startMs()) + "] ");
      if (part instanceof StoredLine line) {
        String label = PlainText.label(line);
        out.append((label.isEmpty() ? "?" : label) + ": " + PlainText.oneLine(line.text()));
      } else if (part instanceof StoredGap gap) {
        out.append("-- " + PlainText.gap(gap) + " --");
      }
      out.append("\n");
    }
  }
}
