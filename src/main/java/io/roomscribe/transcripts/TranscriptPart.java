package io.roomscribe.transcripts;

/** What a transcript is made of: lines, and the gaps between or beside them. */
public sealed interface TranscriptPart permits StoredLine, StoredGap {
  /** Its beginning, in ms since the session's position zero. */
  long startMs();

  /** Its number within the session, among its kind. */
  long seq();
}
