package io.roomscribe.transcripts.export;

import io.roomscribe.transcripts.StoredGap;
import io.roomscribe.transcripts.StoredLine;
import io.roomscribe.transcripts.TranscriptFormat;
import io.roomscribe.transcripts.TranscriptPart;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;

/**
 * WebVTT with the speakers as voices; the id of a cue is the line's number, and the cue's within
 * it. A gap is a comment.
 *
 * <p>Source: W3C WebVTT, sections 4.1 (syntax), 4.2.2 (voice span, character references).
 */
@ApplicationScoped
class WebVtt implements TranscriptFormat {
  @Override
  public String name() {
    return "vtt";
  }

  @Override
  public String mediaType() {
    return "text/vtt";
  }

  @Override
  public void write(Iterator<TranscriptPart> parts, Appendable out) throws IOException {
    out.append("WEBVTT\n");
    while (parts.hasNext()) {
      TranscriptPart part = parts.next();
      if (part instanceof StoredLine line) {
        write(line, out);
      } else if (part instanceof StoredGap gap) {
        // Within a comment only the arrow is forbidden.
        String text = PlainText.gap(gap).replace("-->", "->");
        out.append("\nNOTE " + PlainText.time(gap.startMs(), '.') + " " + text + "\n");
      }
    }
  }

  private static void write(StoredLine line, Appendable out) throws IOException {
    int part = 1;
    for (Cue cue : Cues.of(line)) {
      out.append("\n" + line.seq() + "-" + part++ + "\n");
      out.append(PlainText.time(cue.startMs(), '.') + " --> ");
      out.append(PlainText.time(cue.endMs(), '.') + "\n");
      out.append(voiced(PlainText.label(line), cue.rows()) + "\n");
    }
  }

  private static String voiced(String label, List<String> rows) {
    String text = escaped(String.join("\n", rows));
    return label.isEmpty() ? text : "<v " + escaped(label) + ">" + text + "</v>";
  }

  // Escaping > also takes care of the arrow, which may not occur in a cue's text.
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
