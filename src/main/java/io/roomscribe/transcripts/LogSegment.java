package io.roomscribe.transcripts;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One file of a {@link WriteAheadLog}: records with consecutive numbers, of which the file's name
 * tells the first.
 *
 * <p>Shape: each record is its length (4 bytes, big-endian), the CRC-32C of the length and the
 * content (4 bytes), and the content. What follows the last whole record, as a kill in the midst of
 * a write leaves it, is disregarded; a file that was read is never written to again.
 *
 * <p>Threading: confined to the log's lane. Ownership: the log closes or deletes it.
 */
final class LogSegment implements Closeable {
  /** Records are kept smaller than this; a greater length is damage. */
  static final int LARGEST = 4 << 20;

  private static final int HEADER = 8;
  private static final String SUFFIX = ".log";

  private final Path file;
  private final FileChannel channel;
  private final long first;
  private int[] offsets = new int[64];
  private int count;
  private int end;
  private int unreadable;

  private LogSegment(Path file, FileChannel channel, long first) {
    this.file = file;
    this.channel = channel;
    this.first = first;
  }

  /** A new, empty file for records from this number on. */
  static LogSegment create(Path directory, long first) throws IOException {
    Path file = directory.resolve("%019d%s".formatted(first, SUFFIX));
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    return new LogSegment(file, channel, first);
  }

  /** A file as an earlier process left it; empty when its name is none of ours. */
  static Optional<LogSegment> existing(Path file) throws IOException {
    String name = file.getFileName().toString();
    if (!name.matches("\\d{19}\\" + SUFFIX)) {
      return Optional.empty();
    }
    long first = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    LogSegment segment =
        new LogSegment(file, FileChannel.open(file, StandardOpenOption.READ), first);
    byte[] all = Files.readAllBytes(file);
    segment.scan(ByteBuffer.wrap(all));
    segment.unreadable = all.length - segment.end;
    return Optional.of(segment);
  }

  private void scan(ByteBuffer all) {
    while (all.remaining() > HEADER) {
      int offset = all.position();
      int length = all.getInt();
      int checksum = all.getInt();
      if (length <= 0 || length > Math.min(LARGEST, all.remaining())) {
        return;
      }
      byte[] content = new byte[length];
      all.get(content);
      if (checksum != checksum(length, content)) {
        return;
      }
      added(offset, length);
    }
  }

  /** Writes one more record; after a failure this file must not be written to again. */
  void append(byte[] content) throws IOException {
    ByteBuffer record = ByteBuffer.allocate(HEADER + content.length);
    record.putInt(content.length).putInt(checksum(content.length, content)).put(content).flip();
    int offset = end;
    while (record.hasRemaining()) {
      channel.write(record, offset + record.position());
    }
    added(offset, content.length);
  }

  private void added(int offset, int length) {
    if (count == offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * count);
    }
    offsets[count++] = offset;
    end = offset + HEADER + length;
  }

  /** What has been written outlives a loss of power, not only of the process. */
  void force() throws IOException {
    channel.force(false);
  }

  /** Whether the record of this number is here. */
  boolean has(long number) {
    return number >= first && number < next();
  }

  /**
   * The record of this number.
   *
   * @throws IOException also when it is not what was written
   */
  byte[] read(long number) throws IOException {
    int index = Math.toIntExact(number - first);
    int offset = offsets[index];
    int stop = index + 1 < count ? offsets[index + 1] : end;
    ByteBuffer record = ByteBuffer.allocate(stop - offset);
    while (record.hasRemaining()) {
      if (channel.read(record, offset + record.position()) < 0) {
        throw new IOException("the file is shorter than it was");
      }
    }
    record.flip();
    int length = record.getInt();
    int checksum = record.getInt();
    byte[] content = new byte[record.remaining()];
    record.get(content);
    if (length != content.length || checksum != checksum(length, content)) {
      throw new IOException("the record's checksum is wrong");
    }
    return content;
  }

  /** The number of the first record there is or will be. */
  long first() {
    return first;
  }

  /** The number after the last record. */
  long next() {
    return first + count;
  }

  /** Length of the whole records. */
  int bytes() {
    return end;
  }

  /** Length of what follows the whole records in a file that was found. */
  int unreadableBytes() {
    return unreadable;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Closes and removes the file. */
  void delete() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }

  private static int checksum(int length, byte[] content) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).flip());
    crc.update(content);
    return (int) crc.getValue();
  }
}
