package io.roomscribe.recording;

import io.roomscribe.lanes.Lane;
import io.roomscribe.rooms.BlockSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes one session's mix to a file of its own, which begins with the first block and has each
 * other one where the session's clock has it.
 *
 * <p>Silence only makes the file longer: on most file systems it takes up no room. A hole that is
 * no silence, because this process was not there, the disk failed or its directory is full, is
 * noted beside it.
 *
 * <p>Full: what a slow disk has not taken waits, up to {@link #QUEUE_BYTES}; what comes then is
 * left out. After a failure blocks are left out for {@link #RETRY}, then it is tried again.
 *
 * <p>Threading: {@link #take} on the room lane, {@link #close} and {@link #status} from any; the
 * rest on the recordings' lane. Ownership: owns the open file.
 */
final class Tape implements BlockSink {

  /** Sixteen seconds. */
  static final int QUEUE_BYTES = 512 * 1024;

  static final Duration RETRY = Duration.ofSeconds(5);

  private static final String NODE_DOWN = "NODE_DOWN";
  private static final String DISK_SLOW = "DISK_SLOW";
  private static final long UNKNOWN = -1;

  private final String session;
  private final RecordingDisk disk;
  private final Lane lane;
  private final Consumer<Tape> whenClosed;
  private final Queue<Block> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicLong waitingBytes = new AtomicLong();
  private final AtomicBoolean writeOffered = new AtomicBoolean();
  private volatile boolean closed;
  private volatile String cause = DISK_SLOW;
  private volatile Status status = new Status(0, 0, "", false);

  private @Nullable FileChannel file;
  private long size;
  private long begin = UNKNOWN;
  private long expected = UNKNOWN;
  private long heard;
  private long lost;
  private @Nullable Long retryAtNs;

  /** A tape of a session; {@code whenClosed} runs on the lane. */
  Tape(String session, RecordingDisk disk, Lane lane, Consumer<Tape> whenClosed) {
    this.session = session;
    this.disk = disk;
    this.lane = lane;
    this.whenClosed = whenClosed;
  }

  /**
   * How it is doing.
   *
   * @param samples length of the recording
   * @param lostSamples in holes
   * @param trouble why nothing is written now; empty when all is well
   * @param deleted deleted by request, and not begun again
   */
  record Status(long samples, long lostSamples, String trouble, boolean deleted) {}

  /** Samples of the mix; {@code audio} is null for silence. */
  private record Block(long position, int samples, @Nullable ByteBuffer audio) {

    long end() {
      return position + samples;
    }

    int bytes() {
      return samples * Recording.SAMPLE_BYTES;
    }
  }

  @Override
  public void take(short[] samples, long position) {
    if (closed || status.deleted()) {
      return;
    }
    Block block = new Block(position, samples.length, encoded(samples));
    if (waitingBytes.get() + block.bytes() > QUEUE_BYTES) {
      cause = DISK_SLOW;
    } else {
      waitingBytes.addAndGet(block.bytes());
      waiting.add(block);
    }
    offerWrite();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      lane.offer(this::writeNow);
    }
  }

  boolean isClosed() {
    return closed;
  }

  Status status() {
    return status;
  }

  /** The recording has been deleted: writes no more. */
  void deleted() {
    waiting.clear();
    letGo();
    status = new Status(0, 0, "", true);
  }

  private void offerWrite() {
    if (writeOffered.compareAndSet(false, true) && !lane.offer(this::writeNow)) {
      writeOffered.set(false);
    }
  }

  private void writeNow() {
    writeOffered.set(false);
    for (Block next = waiting.poll(); next != null; next = waiting.poll()) {
      waitingBytes.addAndGet(-next.bytes());
      put(next);
    }
    if (closed) {
      end();
    }
  }

  private void put(Block block) {
    heard = Math.max(heard, block.end());
    begin = begin == UNKNOWN ? block.position() : begin;
    if (status.deleted() || isResting()) {
      return;
    }
    try {
      write(block);
    } catch (IOException failure) {
      failed("DISK_FAILED", failure.getClass().getSimpleName() + ": " + failure.getMessage());
    }
  }

  private boolean isResting() {
    return retryAtNs != null && disk.clock().nanoTime() - retryAtNs < 0;
  }

  private void write(Block block) throws IOException {
    FileChannel to = opened();
    if (to == null) {
      return;
    }
    long at = (block.position() - begin) * Recording.SAMPLE_BYTES;
    long bytes = Math.max(0, at + block.bytes() - size);
    if (!disk.hasRoomFor(bytes)) {
      failed("DIRECTORY_FULL", "recordings take up all of their " + disk.boundBytes() + " bytes");
      return;
    }
    noteUpTo(block.position());
    write(to, block, at);
    size += bytes;
    disk.grew(bytes);
    expected = block.end();
    retryAtNs = null;
    disk.works();
    publish("");
  }

  /** Null when the recording was deleted by request. */
  private @Nullable FileChannel opened() throws IOException {
    if (file != null) {
      return file;
    }
    if (disk.isDeleted(session)) {
      deleted();
      return null;
    }
    disk.makeDirectory(session);
    if (expected == UNKNOWN) {
      lost = GapNotes.lostSamples(disk.gaps(session));
      expected = disk.read(session).map(Recording::samples).orElse(begin);
    }
    FileChannel opening =
        FileChannel.open(
            disk.part(session, begin), StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    file = opening;
    size = opening.size();
    return opening;
  }

  private void write(FileChannel to, Block block, long place) throws IOException {
    ByteBuffer bytes = block.audio();
    long at = place;
    if (bytes == null) {
      bytes = ByteBuffer.allocate(Recording.SAMPLE_BYTES);
      at = place + block.bytes() - Recording.SAMPLE_BYTES;
    }
    while (bytes.hasRemaining()) {
      at += to.write(bytes, at);
    }
  }

  /** Notes the hole before the position, if there is one. */
  private void noteUpTo(long position) throws IOException {
    note(Math.min(begin, position), NODE_DOWN);
    note(position, cause);
  }

  private void note(long position, String why) throws IOException {
    if (position > expected) {
      GapNotes.add(disk.gaps(session), expected, position, why);
      lost += position - expected;
      expected = position;
    }
  }

  private void failed(String why, String reason) {
    cause = why;
    retryAtNs = disk.clock().nanoTime() + RETRY.toNanos();
    letGo();
    disk.failed(session, reason);
    publish(reason);
  }

  private void publish(String trouble) {
    long hole = trouble.isEmpty() || expected == UNKNOWN ? 0 : Math.max(0, heard - expected);
    status = new Status(Math.max(0, expected), lost + hole, trouble, false);
  }

  private void end() {
    try {
      if (expected != UNKNOWN && !status.deleted()) {
        noteUpTo(heard);
      }
    } catch (IOException failure) {
      disk.failed(session, "the last gap is not noted: " + failure.getMessage());
    }
    letGo();
    whenClosed.accept(this);
  }

  private void letGo() {
    FileChannel open = file;
    file = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException failure) {
        disk.failed(session, "the file does not close: " + failure.getMessage());
      }
    }
  }

  private static @Nullable ByteBuffer encoded(short[] samples) {
    boolean silent = true;
    for (short sample : samples) {
      silent &= sample == 0;
    }
    if (silent) {
      return null;
    }
    ByteBuffer audio =
        ByteBuffer.allocate(samples.length * Recording.SAMPLE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    audio.asShortBuffer().put(samples);
    return audio;
  }
}
