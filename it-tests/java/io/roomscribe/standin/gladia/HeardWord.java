package io.roomscribe.standin.gladia;

/**
 * A word found in the audio.
 *
 * @param text without surrounding spaces
 * @param startS seconds since the session's first sample
 * @param endS seconds since the session's first sample
 * @param confidence 0..1
 */
record HeardWord(String text, double startS, double endS, double confidence) {

  HeardWord movedBy(double seconds) {
    return new HeardWord(text, startS + seconds, endS + seconds, confidence);
  }
}
