package io.roomscribe.transcription.gladia;

/**
 * Keeps sending within a multiple of real time when there is much to catch up with; a second's
 * worth at that rate may go at once.
 *
 * <p>Units: bytes, ns. Threading: confined to the stream's lane.
 */
final class SendingPace {

  private static final double NS_PER_SECOND = 1e9;

  private final double bytesPerNs;
  private final double mostBytes;
  private double bytes;
  private long refilledNs;

  /** A pace for audio of this rate, so many times faster than it was spoken. */
  SendingPace(int bytesPerSecond, double timesRealTime, long nowNs) {
    this.mostBytes = bytesPerSecond * timesRealTime;
    this.bytesPerNs = mostBytes / NS_PER_SECOND;
    this.bytes = mostBytes;
    this.refilledNs = nowNs;
  }

  /** Most bytes that can ever go at once. */
  int most() {
    return (int) Math.min(Integer.MAX_VALUE, mostBytes);
  }

  /** Whether so many bytes may go now; if so they have gone. */
  boolean take(int wanted, long nowNs) {
    bytes = Math.min(mostBytes, bytes + (nowNs - refilledNs) * bytesPerNs);
    refilledNs = nowNs;
    if (bytes < wanted) {
      return false;
    }
    bytes -= wanted;
    return true;
  }
}
