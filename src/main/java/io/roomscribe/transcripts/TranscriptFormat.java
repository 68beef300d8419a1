package io.roomscribe.transcripts;

import java.io.IOException;
import java.util.Iterator;

/** A way to write a transcript down. Every bean of this type is offered by the resource. */
public interface TranscriptFormat {
  /** The value of {@code ?format=} and the file's extension. */
  String name();

  /** The media type, without a charset: it is always UTF-8. */
  String mediaType();

  /** Writes lines and gaps, which come in order of their beginning; takes them one by one. */
  void write(Iterator<TranscriptPart> parts, Appendable out) throws IOException;
}
