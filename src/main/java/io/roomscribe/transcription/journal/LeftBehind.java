package io.roomscribe.transcription.journal;

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
 */
record LeftBehind(String session, long acknowledged, long appended, List<Segment> segments) {

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
        session, Math.min(reading.marked, reading.end), reading.end, reading.segments);
  }

  private static final class Reading {
    private final List<Segment> segments = new ArrayList<>();
    private long marked;
    private long end;
    private long audioBytes;

    void read(Path file) throws IOException {
      audioBytes = 0;
      byte[] bytes = Files.readAllBytes(file);
      int whole = RecordCodec.read(ByteBuffer.wrap(bytes), this::take);
      if (whole < bytes.length) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.truncate(whole);
        }
      }
      String name = file.getFileName().toString();
      String position = name.substring(0, name.length() - Segment.SUFFIX.length());
      segments.add(new Segment(file, Long.parseLong(position, 16), audioBytes, whole));
    }

    private void take(byte kind, long position, ByteBuffer payload) {
      if (kind == RecordCodec.AUDIO) {
        audioBytes += payload.remaining();
        end = Math.max(end, position + payload.remaining());
      } else if (kind == RecordCodec.MARK) {
        marked = Math.max(marked, position);
      }
    }
  }
}
