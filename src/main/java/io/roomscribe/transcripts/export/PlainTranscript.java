package io.roomscribe.transcripts.export;

import io.roomscribe.transcripts.StoredLine;
import io.roomscribe.transcripts.TranscriptFormat;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Iterator;

/** One row for each line: {@code [00:01:05] Anna: Good morning.} */
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
  public void write(Iterator<StoredLine> lines, Appendable out) throws IOException {
    while (lines.hasNext()) {
      StoredLine line = lines.next();
      String label = PlainText.label(line);
      out.append("[" + PlainText.clock(line.startMs()) + "] ");
      out.append((label.isEmpty() ? "?" : label) + ": " + PlainText.oneLine(line.text()) + "\n");
    }
  }
}
