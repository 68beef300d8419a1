package io.roomscribe.transcription;

import java.nio.ByteBuffer;

/**
 * Audio that may still be needed: of a stream, what the service has not yet confirmed; of a
 * session, what has not yet become words.
 *
 * <p>Units: bytes of s16le audio; positions count bytes since the first sample, silence included,
 * and never turn back.
 *
 * <p>Bound: audio takes room until it is trimmed, silence takes none. A full journal refuses audio;
 * the appender then owes {@link #appendSilence}, so that what follows keeps its time.
 *
 * <p>Threading: confined to one thread at a time, unless an implementation promises more. Nothing
 * blocks, and nothing waits for a disk.
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
   * Copies audio from the position on, which is before {@link #end()}; what has been trimmed
   * already comes as silence.
   *
   * @return at most {@code most} bytes, the caller's to keep; none when the audio is on its way
   *     into memory: to be asked for again a moment later
   */
  ByteBuffer read(long position, int most);

  /** Everything before the position will not be read again; beyond the end counts as the end. */
  void trim(long position);

  /** Nothing will be read again: gives back all that it takes up, and takes no more audio. */
  void discard();

  /** Why audio is kept less safely than it should be; empty when all is well. */
  default String trouble() {
    return "";
  }
}
