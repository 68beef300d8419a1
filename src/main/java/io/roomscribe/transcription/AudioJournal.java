package io.roomscribe.transcription;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

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

  /**
   * Lets go of the journal without discarding it, so that a later process, or this one, can go on
   * with it; takes no more audio and no notes. A journal that dies with its process has nothing to
   * keep.
   *
   * @return completes when all is as safe as it can be, on whichever thread; exceptionally when
   *     some of it could not be written
   */
  default CompletionStage<Void> keep() {
    discard();
    return CompletableFuture.completedStage(null);
  }

  /**
   * Keeps a few bytes beside the audio, for whoever goes on with the journal; they go when the
   * audio around them has been trimmed. A journal that dies with its process keeps none, and one
   * whose disk hangs may leave some out.
   *
   * @param position not before {@link #start()} and not beyond {@link #end()}
   * @param content belongs to the journal from now on
   */
  default void note(long position, byte[] content) {}

  /** What an earlier process noted, in the order in which it did; empty in a new journal. */
  default List<Note> notes() {
    return List.of();
  }

  /** Stretches found to be damaged, which read as silence; each is told once. */
  default List<Stretch> takeDamaged() {
    return List.of();
  }

  /**
   * Something noted.
   *
   * @param position it was noted at
   * @param content as it was noted; read-only
   */
  record Note(long position, ByteBuffer content) {}

  /**
   * A part of the audio.
   *
   * @param from its first byte
   * @param to the byte after its last
   */
  record Stretch(long from, long to) {}

  /** Why audio is kept less safely than it should be; empty when all is well. */
  default String trouble() {
    return "";
  }
}
