package io.roomscribe.transcription;

import org.jspecify.annotations.Nullable;

/**
 * How a stream ended.
 *
 * @param complete every final of the accepted audio has been reported
 * @param failure what kept it from completing; null when complete
 */
public record StreamEnd(boolean complete, @Nullable TranscriptionException failure) {

  /** The orderly end: all audio heard, all finals reported. */
  public static StreamEnd completed() {
    return new StreamEnd(true, null);
  }

  /** The end that leaves something behind. */
  public static StreamEnd failed(TranscriptionException failure) {
    return new StreamEnd(false, failure);
  }
}
