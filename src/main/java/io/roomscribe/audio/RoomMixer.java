package io.roomscribe.audio;

import java.util.List;

/** Places the tracks of a room on one clock and sums them. */
public final class RoomMixer {
  /** Rate of the mix. */
  public static final int OUTPUT_RATE_HZ = 16_000;

  /** A mixer whose position zero is at startNs. */
  public RoomMixer(MixerSettings settings, long startNs) {
    throw new UnsupportedOperationException();
  }

  /** A new capture of the track begins. */
  public TrackInput open(String trackId, long nowNs) {
    throw new UnsupportedOperationException();
  }

  /** The capture ended; what its ring still holds is mixed first. */
  public void close(TrackInput input) {
    throw new UnsupportedOperationException();
  }

  /** Samples of one block. */
  public int blockSamples() {
    throw new UnsupportedOperationException();
  }

  /** Whether a block's time has come. */
  public boolean isDue(long nowNs) {
    throw new UnsupportedOperationException();
  }

  /** Mixes the next block into out, which holds at least blockSamples. */
  public void mix(short[] out) {
    throw new UnsupportedOperationException();
  }

  /** Position of the next block. */
  public long positionSamples() {
    throw new UnsupportedOperationException();
  }

  /** The gaps found since the last call. */
  public List<Gap> takeGaps() {
    throw new UnsupportedOperationException();
  }

  /** Who spoke in the interval, strongest first; tracks that did not are left out. */
  public List<TrackSpeech> speechBetween(long fromSamples, long toSamples) {
    throw new UnsupportedOperationException();
  }
}
