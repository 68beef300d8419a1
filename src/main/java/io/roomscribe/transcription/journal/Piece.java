package io.roomscribe.transcription.journal;

/**
 * A run of audio in memory, on its way to the disk or there already.
 *
 * <p>Threading: immutable but for {@link #written}, which the disk's lane sets.
 */
final class Piece {

  final long start;
  final byte[] audio;
  final Segment segment;
  private volatile boolean written;

  Piece(long start, byte[] audio, Segment segment) {
    this.start = start;
    this.audio = audio;
    this.segment = segment;
  }

  long end() {
    return start + audio.length;
  }

  boolean isWritten() {
    return written;
  }

  void written() {
    written = true;
  }

  /** Copies what falls into the target, whose first byte stands for the position. */
  void copyTo(byte[] target, long position) {
    long from = Math.max(start, position);
    long to = Math.min(end(), position + target.length);
    if (from < to) {
      System.arraycopy(
          audio, (int) (from - start), target, (int) (from - position), (int) (to - from));
    }
  }
}
