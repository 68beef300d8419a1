package io.roomscribe.transcripts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the line before the database keeps on the disk: the log of what waits, and apart from it the
 * entries that can never be stored, for people to look at.
 *
 * <p>Errors: none are thrown. What cannot be written is not in the log, what cannot be read is
 * skipped and counted; both are logged. After a failure nothing is written until {@link #again}.
 *
 * <p>Threading: confined to the line's lane, but for the figures. Ownership: owns the files while
 * it is open.
 */
final class BacklogFiles {
  private static final System.Logger LOG = System.getLogger(BacklogFiles.class.getName());
  private static final long SET_ASIDE_BYTES = 16 << 20;

  private final Path directory;
  private final long mostBytes;
  private final Runnable whenTroubled;
  private @Nullable WriteAheadLog log;
  private @Nullable WriteAheadLog asides;
  private boolean usable = true;
  private volatile long bytes;
  private final AtomicLong setAside = new AtomicLong();
  private final AtomicLong damaged = new AtomicLong();
  private volatile boolean durable;
  private volatile boolean read;

  /**
   * Files that are not open yet.
   *
   * @param directory made when there is none
   * @param mostBytes how long the log's files may be
   * @param whenTroubled called at a failure, to arrange for {@link #again}
   */
  BacklogFiles(Path directory, long mostBytes, Runnable whenTroubled) {
    this.directory = directory;
    this.mostBytes = mostBytes;
    this.whenTroubled = whenTroubled;
  }

  /** Opens the files unless they are open; true when that was done now. */
  boolean open() {
    if (log != null || !usable) {
      return false;
    }
    try {
      WriteAheadLog opened = WriteAheadLog.open(directory, mostBytes);
      log = opened;
      read = true;
      asides = WriteAheadLog.open(directory.resolve("set-aside"), SET_ASIDE_BYTES);
      setAside.set(asides.size());
      if (opened.size() > 0 || opened.unreadableBytes() > 0) {
        LOG.log(
            System.Logger.Level.INFO,
            "event=backlog-found waiting={0} unreadableBytes={1}",
            opened.size(),
            opened.unreadableBytes());
      }
      return true;
    } catch (IOException e) {
      troubled("event=backlog-not-opened: finals wait in memory only", e);
      return log != null;
    }
  }

  /** Whether what an earlier process left has been found, if there was something. Any thread. */
  boolean isRead() {
    return read;
  }

  /** Tries again what has failed. */
  void again() {
    usable = true;
  }

  /** How many records there are to read. */
  long size() {
    return log == null ? 0 : log.size();
  }

  /** The smallest number that may be readable; that of the next entry when there is none. */
  long first() {
    return log == null ? 0 : log.first();
  }

  /** The number that the next entry gets. */
  long next() {
    return log == null ? 0 : log.next();
  }

  /** The entry's number in the log; {@link Waiting#UNLOGGED} when it did not get there. */
  long append(Entry entry) {
    WriteAheadLog files = log;
    if (files == null || !usable || !files.hasRoom()) {
      return Waiting.UNLOGGED;
    }
    byte[] record = EntryBytes.of(entry);
    if (record.length > LogSegment.LARGEST) {
      return Waiting.UNLOGGED;
    }
    try {
      return files.append(record);
    } catch (IOException e) {
      troubled("event=backlog-not-writable: finals wait in memory only", e);
      return Waiting.UNLOGGED;
    }
  }

  /** All that was appended outlives the machine, too, when this returns. */
  void force() {
    WriteAheadLog files = log;
    if (files != null && usable) {
      try {
        files.force();
      } catch (IOException e) {
        troubled("event=backlog-not-writable: finals may not outlive the machine", e);
      }
    }
  }

  /** The entry of this number; null when it is lost. */
  @Nullable Entry read(long number) {
    WriteAheadLog files = log;
    try {
      return files == null ? null : EntryBytes.read(files.read(number));
    } catch (IOException e) {
      damaged.incrementAndGet();
      LOG.log(System.Logger.Level.ERROR, "event=backlog-damaged number=" + number, e);
      return null;
    }
  }

  /** Entries with smaller numbers are no longer needed. */
  void release(long number) {
    with(log, files -> files.release(number));
  }

  /** Keeps an entry apart; when there is too much of that, it is only counted. */
  void keepApart(Entry entry) {
    setAside.incrementAndGet();
    with(
        asides,
        files -> {
          if (files.hasRoom()) {
            long unused = files.append(EntryBytes.of(entry));
            files.force();
          }
        });
  }

  /** Lets go of the files, which keep what is in them. */
  void close() {
    usable = false;
    with(log, WriteAheadLog::close);
    with(asides, WriteAheadLog::close);
  }

  /** Brings the figures up to date. */
  void measure() {
    WriteAheadLog files = log;
    bytes = files == null ? 0 : files.bytes();
    durable = files != null && usable && files.hasRoom();
  }

  /** Length of the log's files, when last measured. Any thread. */
  long bytes() {
    return bytes;
  }

  /** Whether an entry gets into the log, when last measured. Any thread. */
  boolean isDurable() {
    return durable;
  }

  /** Entries that are kept apart. Any thread. */
  long setAside() {
    return setAside.get();
  }

  /** Entries that could not be read back. Any thread. */
  long damaged() {
    return damaged.get();
  }

  /** Work on files that may fail. */
  private interface Work {
    void on(WriteAheadLog files) throws IOException;
  }

  private static void with(@Nullable WriteAheadLog files, Work work) {
    if (files == null) {
      return;
    }
    try {
      work.on(files);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.ERROR, "event=backlog-file-trouble", e);
    }
  }

  private void troubled(String event, IOException trouble) {
    LOG.log(System.Logger.Level.ERROR, event, trouble);
    if (usable) {
      usable = false;
      whenTroubled.run();
    }
  }
}
