package io.roomscribe.rooms;

/**
 * Where a session is in its life.
 *
 * <pre>
 *   WAITING ──► ACTIVE ──► STOPPING ──► ENDED
 *      └──────────┴───────────┴───────► FAILED
 * </pre>
 */
enum SessionState {
  /** Asked for; no microphone is being captured yet. */
  WAITING,
  /** At least one microphone has been captured. */
  ACTIVE,
  /** No more audio is taken; what was taken is being transcribed. */
  STOPPING,
  /** Everything that was heard is stored. */
  ENDED,
  /** Given up; the cause says why. What had been transcribed is stored. */
  FAILED;

  /** Audio is taken, or will be. */
  boolean takesAudio() {
    return this == WAITING || this == ACTIVE;
  }

  /** Nothing follows. */
  boolean isOver() {
    return this == ENDED || this == FAILED;
  }
}
