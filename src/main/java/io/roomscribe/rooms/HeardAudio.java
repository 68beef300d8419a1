package io.roomscribe.rooms;

import io.roomscribe.audio.Gap;
import io.roomscribe.audio.RoomMixer;
import io.roomscribe.transcription.AudioJournal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The session's audio that may still be needed, on the session's clock, and the holes in it.
 *
 * <p>Full: what is new is left out, becomes silence and is reported as a gap JOURNAL_FULL, when it
 * ends and every 10 s.
 *
 * <p>Units: samples at 16 kHz since the session's position zero. Threading: confined to the room
 * lane. Ownership: owns the journal.
 */
final class HeardAudio {

  private static final int SAMPLE_BYTES = 2;
  private static final long REPORT_SAMPLES = 10L * RoomMixer.OUTPUT_RATE_HZ;

  private final AudioJournal journal;
  private final Consumer<List<Gap>> gaps;
  private long holeFrom;
  private long holeTo;
  private long taken;
  private long refused;

  HeardAudio(AudioJournal journal, Consumer<List<Gap>> gaps) {
    this.journal = journal;
    this.gaps = gaps;
  }

  /** Takes a block; what lies between it and the one before was silence. */
  void take(short[] block, long position) {
    journal.appendSilence(Math.max(0, position * SAMPLE_BYTES - journal.end()));
    int bytes = block.length * SAMPLE_BYTES;
    if (isSilent(block)) {
      journal.appendSilence(bytes);
      taken += block.length;
    } else if (journal.append(encoded(block))) {
      taken += block.length;
    } else {
      journal.appendSilence(bytes);
      refused += block.length;
      hole(position, position + block.length);
      return;
    }
    closeHole();
  }

  private void hole(long from, long to) {
    holeFrom = holeTo == from ? holeFrom : from;
    holeTo = to;
    if (holeTo - holeFrom >= REPORT_SAMPLES) {
      closeHole();
    }
  }

  private void closeHole() {
    if (holeTo > holeFrom) {
      lost(holeFrom, holeTo, Gap.Cause.JOURNAL_FULL);
    }
    holeFrom = holeTo;
  }

  /** Reports a stretch of the room that will not be transcribed. */
  void lost(long from, long to, Gap.Cause cause) {
    gaps.accept(List.of(new Gap(Gap.WHOLE_ROOM, from, to, cause)));
  }

  /** At most so many samples from the position on; none when they are on their way into memory. */
  short[] read(long position, int most) {
    ByteBuffer audio = journal.read(position * SAMPLE_BYTES, most * SAMPLE_BYTES);
    for (AudioJournal.Stretch each : journal.takeDamaged()) {
      lost(each.from() / SAMPLE_BYTES, each.to() / SAMPLE_BYTES, Gap.Cause.JOURNAL_DAMAGED);
    }
    short[] samples = new short[audio.remaining() / SAMPLE_BYTES];
    audio.order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
    return samples;
  }

  /** What was noted by the process that this one goes on for. */
  List<AudioJournal.Note> notes() {
    return journal.notes();
  }

  /** Notes something about the audio at its end. */
  void note(byte[] content) {
    journal.note(journal.end(), content);
  }

  /** Position after the last sample. */
  long end() {
    return journal.end() / SAMPLE_BYTES;
  }

  long start() {
    return journal.start() / SAMPLE_BYTES;
  }

  /** Nothing before the position will be asked for. */
  void trim(long position) {
    if (position > start()) {
      journal.trim(position * SAMPLE_BYTES);
    }
  }

  /** Samples taken, silence included. */
  long taken() {
    return taken;
  }

  /** Samples that found no room. */
  long refused() {
    return refused;
  }

  /** Nothing will be asked for any more. */
  void discard() {
    closeHole();
    journal.discard();
  }

  /** Nothing follows here; another goes on with it. */
  CompletionStage<Void> keep() {
    closeHole();
    return journal.keep();
  }

  private static boolean isSilent(short[] block) {
    for (short sample : block) {
      if (sample != 0) {
        return false;
      }
    }
    return true;
  }

  private static byte[] encoded(short[] block) {
    ByteBuffer audio =
        ByteBuffer.allocate(block.length * SAMPLE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    audio.asShortBuffer().put(block);
    return audio.array();
  }
}
