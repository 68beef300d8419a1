package io.roomscribe.transcripts;

import io.roomscribe.rooms.AudioGap;

/**
 * A stored stretch of missing audio.
 *
 * @param seq 1, 2, 3 within the session, in the order of being stored
 * @param gap from when to when, of whom, and why
 */
public record StoredGap(long seq, AudioGap gap) implements TranscriptPart {
  @Override
  public long startMs() {
    return gap.fromMs();
  }
}
