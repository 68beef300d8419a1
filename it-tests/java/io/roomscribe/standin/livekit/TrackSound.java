package io.roomscribe.standin.livekit;

/** What a track sounds like: 48 kHz stereo, from frame 0 on; silence before and after. */
public interface TrackSound {

  /** Frames per second of every sound. */
  int RATE_HZ = 48_000;

  /**
   * Adds frames {@code from} to {@code from + frames} to a buffer of interleaved stereo samples,
   * which has room for them and is clipped by the caller.
   */
  void addTo(int[] stereo, long from, int frames);

  /** Nothing to be heard. */
  static TrackSound silence() {
    return (stereo, from, frames) -> {};
  }

  /** Interleaved stereo samples, played once. */
  static TrackSound of(short[] samples) {
    return (stereo, from, frames) -> {
      long first = Math.max(0, -from);
      long last = Math.min(frames, samples.length / 2 - from);
      for (long i = first; i < last; i++) {
        int at = (int) (2 * (from + i));
        stereo[(int) (2 * i)] += samples[at];
        stereo[(int) (2 * i + 1)] += samples[at + 1];
      }
    };
  }

  /** A sine that never ends, the same on both sides. */
  static TrackSound tone(double hz, int amplitude) {
    return (stereo, from, frames) -> {
      for (int i = 0; i < frames; i++) {
        if (from + i >= 0) {
          int value =
              (int) Math.round(amplitude * Math.sin(2 * Math.PI * hz * (from + i) / RATE_HZ));
          stereo[2 * i] += value;
          stereo[2 * i + 1] += value;
        }
      }
    };
  }
}
