package io.roomscribe.transcripts;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Records that wait in files until they are released, so that they outlive the process.
 *
 * <p>Numbers: each record has one, growing by one. Records are released in the order of their
 * numbers; a file goes when all in it are released, so at rest there is none and what was said does
 * not linger on the disk.
 *
 * <p>Full: {@link #hasRoom} says no once the files hold as many bytes as they may; who asks first
 * exceeds the bound by one record at most.
 *
 * <p>Threading: confined to one lane, but for {@link #close}. Ownership: holds a lock on its
 * directory until closed, as two processes must not share one.
 *
 * <p>Errors: {@link IOException}; after one from {@link #append} or {@link #force} the next record
 * begins a new file. Files that are damaged lose their records from the damage on, those of other
 * files stay readable.
 */
final class WriteAheadLog implements Closeable {
  private static final int SEGMENT_BYTES = 4 << 20;

  private final Path directory;
  private final long mostBytes;
  private final FileChannel lockFile;
  private final Deque<LogSegment> segments = new ArrayDeque<>();
  private @Nullable LogSegment current;
  private long next = 1;
  private long bytes;
  private long unreadableBytes;

  private WriteAheadLog(Path directory, long mostBytes, FileChannel lockFile) {
    this.directory = directory;
    this.mostBytes = mostBytes;
    this.lockFile = lockFile;
  }

  /** Opens the directory, which is made when there is none, with all that waits in it. */
  static WriteAheadLog open(Path directory, long mostBytes) throws IOException {
    Files.createDirectories(directory);
    FileChannel lockFile =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    WriteAheadLog log = new WriteAheadLog(directory, mostBytes, lockFile);
    try {
      log.lock();
      log.readSegments();
    } catch (IOException | RuntimeException e) {
      log.close();
      throw e;
    }
    return log;
  }

  private void lock() throws IOException {
    FileLock lock;
    try {
      lock = lockFile.tryLock();
    } catch (OverlappingFileLockException sameProcess) {
      lock = null;
    }
    if (lock == null) {
      throw new IOException(directory + " is in use by another process or deployment");
    }
  }

  private void readSegments() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        Optional<LogSegment> segment = LogSegment.existing(file);
        if (segment.isPresent()) {
          found(segment.get());
        }
      }
    }
  }

  private void found(LogSegment segment) throws IOException {
    unreadableBytes += segment.unreadableBytes();
    next = segment.next();
    if (segment.next() == segment.first()) {
      segment.delete(); // nothing in it, and its name is the next one's
    } else {
      segments.addLast(segment);
      bytes += segment.bytes();
    }
  }

  /** The smallest number that may be readable. */
  long first() {
    return segments.isEmpty() ? next : segments.getFirst().first();
  }

  /** The number that the next record gets. */
  long next() {
    return next;
  }

  /** How many records can be read. */
  long size() {
    return segments.stream().mapToLong(segment -> segment.next() - segment.first()).sum();
  }

  /** Length of all files together. */
  long bytes() {
    return bytes;
  }

  /** What could not be read when the log was opened; a write cut short by a kill, or damage. */
  long unreadableBytes() {
    return unreadableBytes;
  }

  boolean hasRoom() {
    return bytes < mostBytes;
  }

  /** Writes one more record and returns its number; {@link #force} makes it outlive the power. */
  long append(byte[] content) throws IOException {
    LogSegment segment = current;
    if (segment == null || segment.bytes() >= SEGMENT_BYTES) {
      force();
      segment = LogSegment.create(directory, next);
      segments.addLast(segment);
      current = segment;
    }
    int before = segment.bytes();
    try {
      segment.append(content);
    } catch (IOException e) {
      leave(segment);
      throw e;
    }
    bytes += segment.bytes() - before;
    return next++;
  }

  /** Everything appended so far is on the disk when this returns. */
  void force() throws IOException {
    LogSegment segment = current;
    if (segment == null) {
      return;
    }
    try {
      segment.force();
    } catch (IOException e) {
      leave(segment);
      throw e;
    }
  }

  /** Writes no more to it; a new file may not have its name, so an empty one goes. */
  private void leave(LogSegment segment) throws IOException {
    current = null;
    if (segment.next() == segment.first()) {
      segments.remove(segment);
      segment.delete();
    }
  }

  /**
   * The record of this number.
   *
   * @throws IOException when it is lost, or cannot be read
   */
  byte[] read(long number) throws IOException {
    for (LogSegment segment : segments) {
      if (segment.has(number)) {
        return segment.read(number);
      }
    }
    throw new IOException("the record is not there");
  }

  /** Records with smaller numbers than this are no longer needed. */
  void release(long number) throws IOException {
    for (LogSegment oldest = segments.peekFirst();
        oldest != null && oldest.next() <= number;
        oldest = segments.peekFirst()) {
      segments.removeFirst();
      bytes -= oldest.bytes();
      if (oldest.equals(current)) {
        current = null;
      }
      oldest.delete();
    }
  }

  /** Lets go of the files and of the lock. Any thread. */
  @Override
  public void close() throws IOException {
    for (LogSegment segment : List.copyOf(segments)) {
      segment.close();
    }
    lockFile.close();
  }
}
