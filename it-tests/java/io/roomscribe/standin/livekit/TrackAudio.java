package io.roomscribe.standin.livekit;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What one track carries over time: sounds from given moments on, nothing while it is muted.
 *
 * <p>Units: moments are {@link System#nanoTime()}; audio is 48 kHz interleaved stereo.
 *
 * <p>Threading: written by the room's scripters, read by the pacing thread; safe for both.
 */
final class TrackAudio {

  private final List<Playing> playing = new CopyOnWriteArrayList<>();
  private final List<Mute> mutes = new CopyOnWriteArrayList<>();
  private volatile long endedAt = Long.MAX_VALUE;

  /** Lets a sound be heard from a moment on, over those already there. */
  void play(TrackSound sound, long atNanos) {
    playing.add(new Playing(sound, atNanos));
  }

  void mute(long atNanos) {
    mutes.add(new Mute(atNanos));
  }

  void unmute(long atNanos) {
    if (!mutes.isEmpty()) {
      mutes.get(mutes.size() - 1).until = atNanos;
    }
  }

  void end(long atNanos) {
    endedAt = atNanos;
  }

  /** Overwrites the buffer with what the track carried from a moment on. */
  void read(long fromNanos, int[] stereo, int frames) {
    Arrays.fill(stereo, 0, 2 * frames, 0);
    if (fromNanos >= endedAt || mutedAt(fromNanos)) {
      return;
    }
    for (Playing each : playing) {
      long frame = Math.round((fromNanos - each.fromNanos) * (TrackSound.RATE_HZ / 1e9));
      each.sound.addTo(stereo, frame, frames);
    }
  }

  private boolean mutedAt(long nanos) {
    for (Mute mute : mutes) {
      if (nanos >= mute.from && nanos < mute.until) {
        return true;
      }
    }
    return false;
  }

  private record Playing(TrackSound sound, long fromNanos) {}

  private static final class Mute {
    private final long from;
    private volatile long until = Long.MAX_VALUE;

    private Mute(long from) {
      this.from = from;
    }
  }
}
