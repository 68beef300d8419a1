package io.roomscribe.transcription.journal;

import io.roomscribe.transcription.AudioJournal.Note;
import io.roomscribe.transcription.AudioJournal.Stretch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The journal of a session whose process ended without finishing it.
 *
 * <p>Units: bytes of audio since the session's position zero.
 *
 * @param session the session's id
 * @param acknowledged everything before it was needed no longer; at most a second behind
 * @param appended the end of the last audio that is whole
 * @param segments its files, whose torn tails have been cut off
 * @param notes in their order
 * @param damaged what was before audio that is whole, and cannot be read
 */
record LeftBehind(
    String session,
    long acknowledged,
    long appended,
    List<Segment> segments,
    List<Note> notes,
    List<Stretch> damaged) {

  /**
   * Looks into a session's directory and cuts each file off at its first record that is not whole.
   *
   * @throws IOException when the files cannot be read or shortened
   */
  static LeftBehind in(Path directory) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*" + Segment.SUFFIX)) {
      found.forEach(files::add);
    }
    // The names are positions of fixed width.
    Collections.sort(files);
    Reading reading = new Reading();
    for (Path file : files) {
      reading.read(file);
    }
    String session = String.valueOf(directory.getFileName());
    return new LeftBehind(
        session,
        Math.min(reading.start(), reading.end),
        reading.end,
        reading.segments,
        reading.notes,
        reading.damaged);
  }

  private static final class Reading {
    private final List<Segment> segments = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();
    private final List<Stretch> damaged = new ArrayList<>();
    private boolean torn;
    private long marked;
    private long end;
    private long audioBytes;

    /** What is older than the oldest file was needed no longer, whatever the marks say. */
    long start() {
      return segments.isEmpty() ? marked : Math.max(marked, segments.get(0).first());
    }

    void read(Path file) throws IOException {
      audioBytes = 0;
      String name = file.getFileName().toString();
      long first = Long.parseLong(name.substring(0, name.length() - Segment.SUFFIX.length()), 16);
      if (torn && first > end) {
        damaged.add(new Stretch(end, first));
      }
      end = Math.max(end, first);
      byte[] bytes = Files.readAllBytes(file);
      int whole = RecordCodec.read(ByteBuffer.wrap(bytes), this::take);
      torn = whole < bytes.length;
      if (torn) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.truncate(whole);
        }
      }
      segments.add(new Segment(file, first, audioBytes, whole));
    }

    private static ByteBuffer copy(ByteBuffer payload) {
      byte[] copy = new byte[payload.remaining()];
      payload.get(copy);
      return ByteBuffer.wrap(copy).asReadOnlyBuffer();
    }

    private void take(byte kind, long position, ByteBuffer payload) {
      if (kind == RecordCodec.AUDIO) {
        audioBytes += payload.remaining();
        end = Math.max(end, position + payload.remaining());
      } else if (kind == RecordCodec.MARK) {
        marked = Math.max(marked, position);
      } else if (kind == RecordCodec.NOTE) {
        // The end moves on in silence, too, of which there is no record.
        end = Math.max(end, position);
        notes.add(new Note(position, copy(payload)));
      }
    }
  }
}
