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
 * @param fence under which this node owned the session then; 0 when that is not known
 */
record Entry(@Nullable SpokenUtterance utterance, @Nullable AudioGap gap, long fence) {
  Entry {
    if ((utterance == null) == (gap == null)) {
      throw new IllegalArgumentException("an entry is either a final or a gap");
    }
  }

  static Entry of(SpokenUtterance utterance, long fence) {
    return new Entry(utterance, null, fence);
  }

  static Entry of(AudioGap gap, long fence) {
    return new Entry(null, gap, fence);
  }

  /** The session that it belongs to. */
  String sessionId() {
    return utterance != null ? utterance.sessionId() : Objects.requireNonNull(gap).sessionId();
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
