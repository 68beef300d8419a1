package io.roomscribe.transcription.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One file of a journal, named by the position of its first audio.
 *
 * <p>Threading: {@link #first} and {@link #audioBytes} belong to the room lane; everything that
 * touches the file to the disk's lane. Errors: {@link IOException} as they come; a failed write
 * leaves the file as long as before, so that it can be repeated.
 */
final class Segment {

  static final String SUFFIX = ".journal";

  private final Path file;
  private final long first;
  private long audioBytes;
  private @Nullable FileChannel channel;
  private long length;
  private boolean deleted;

  Segment(Path directory, long first) {
    this.file = directory.resolve(String.format(Locale.ROOT, "%016x", first) + SUFFIX);
    this.first = first;
  }

  /** A file that was found, its whole records counted already. */
  Segment(Path file, long first, long audioBytes, long length) {
    this.file = file;
    this.first = first;
    this.audioBytes = audioBytes;
    this.length = length;
  }

  long first() {
    return first;
  }

  long audioBytes() {
    return audioBytes;
  }

  void grow(int bytes) {
    audioBytes += bytes;
  }

  /** Adds a record; makes the file first if need be. A deleted file stays deleted. */
  void append(byte kind, long position, byte[] payload) throws IOException {
    if (deleted) {
      return;
    }
    ByteBuffer record = RecordCodec.encode(kind, position, payload);
    FileChannel open = open();
    long at = length;
    while (record.hasRemaining()) {
      at += open.write(record, at);
    }
    length = at;
  }

  /** Forces what was written to the device. */
  void force() throws IOException {
    if (channel != null) {
      channel.force(false);
    }
  }

  /**
   * What was read of a segment.
   *
   * @param pieces its audio by position, up to the first record that is damaged
   * @param isDamaged whether something was written behind it that cannot be read
   */
  record Content(NavigableMap<Long, Piece> pieces, boolean isDamaged) {}

  /** The audio in it; a file that is gone is one that is damaged all over. */
  Content load() throws IOException {
    NavigableMap<Long, Piece> pieces = new TreeMap<>();
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException gone) {
      return new Content(pieces, length > 0);
    }
    int whole =
        RecordCodec.read(
            // Not what an earlier owner may have added since the file was found.
            ByteBuffer.wrap(bytes, 0, (int) Math.min(length, bytes.length)),
            (kind, position, payload) -> {
              if (kind == RecordCodec.AUDIO) {
                byte[] audio = new byte[payload.remaining()];
                payload.get(audio);
                pieces.put(position, new Piece(position, audio, this));
              }
            });
    return new Content(pieces, whole < length);
  }

  void close() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }

  void delete() throws IOException {
    deleted = true;
    close();
    Files.deleteIfExists(file);
  }

  private FileChannel open() throws IOException {
    FileChannel open = channel;
    if (open == null) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      open = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      channel = open;
    }
    return open;
  }
}
