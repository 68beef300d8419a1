package io.roomscribe.audio;

import java.nio.ByteBuffer;

/** One egress of a track: the producing end of its ring. */
public final class TrackInput {
  /** The track's id. */
  public String trackId() {
    throw new UnsupportedOperationException();
  }

  /** Takes bytes off the wire: s16le, 2 channels, 48 kHz, any length. Never blocks. */
  public void receive(ByteBuffer pcm, long arrivalNs) {
    throw new UnsupportedOperationException();
  }

  /** When bytes last arrived; the time of opening before the first. Any thread. */
  public long lastArrivalNs() {
    throw new UnsupportedOperationException();
  }

  /** Any thread; a snapshot. */
  public TrackCounters counters() {
    throw new UnsupportedOperationException();
  }
}
