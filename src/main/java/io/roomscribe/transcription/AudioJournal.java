package io.roomscribe.transcription;

import java.nio.ByteBuffer;

/**
 * The audio of one stream that the service has not yet confirmed.
 *
 * <p>Units: bytes of s16le audio; positions count bytes since the stream's first sample, silence
 * included, and never turn back.
 *
 * <p>Bound: audio takes room until it is trimmed, silence takes none. A full journal refuses audio;
 * the appender then owes {@link #appendSilence}, so that what follows keeps its time.
 *
 * <p>Threading: one thread at a time appends (the room lane), one reads and trims (the stream
 * lane); the two do not wait for each other.
 */
public interface AudioJournal {

  /**
   * Takes the audio at the end.
   *
   * @param audio whole samples; belongs to the journal from now on
   * @return false when there is no room: nothing was taken
   */
  boolean append(byte[] audio);

  /** Moves the end on by that much silence; always succeeds. */
  void appendSilence(long bytes);

  /** Position before which everything has been trimmed. */
  long start();

  /** Position after the last byte appended. */
  long end();

  /** Bytes of audio that take up room now. */
  long heldBytes();

  /** Most bytes of audio it will hold. */
  long boundBytes();

  /**
   * Copies audio from the position on; what has been trimmed already comes as silence.
   *
   * @return between 1 and {@code most} bytes, fewer only at {@link #end()}; the caller's to keep
   */
  ByteBuffer read(long position, int most);

  /** Everything before the position will not be read again; beyond the end counts as the end. */
  void trim(long position);
}
