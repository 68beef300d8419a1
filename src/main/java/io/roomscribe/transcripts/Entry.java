package io.roomscribe.transcripts;

import io.roomscribe.rooms.AudioGap;
import io.roomscribe.rooms.SpokenUtterance;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something to be stored: a final, or a gap.
 *
 * @param utterance the final; null for a gap
 * @param gap the gap; null for a final
 */
record Entry(@Nullable SpokenUtterance utterance, @Nullable AudioGap gap) {
  Entry {
    if ((utterance == null) == (gap == null)) {
      throw new IllegalArgumentException("an entry is either a final or a gap");
    }
  }

  static Entry of(SpokenUtterance utterance) {
    return new Entry(utterance, null);
  }

  static Entry of(AudioGap gap) {
    return new Entry(null, gap);
  }

  /** For the log: which one it is, without what was said. */
  String label() {
    if (utterance != null) {
      return "session=" + utterance.sessionId() + " utterance=" + utterance.utteranceId();
    }
    AudioGap missing = Objects.requireNonNull(gap);
    return "session=" + missing.sessionId() + " gapFromMs=" + missing.fromMs();
  }
}
