package io.roomscribe.recording;

import io.roomscribe.lanes.Clock;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The directory of the recordings: of each session its samples, the notes of its holes, and instead
 * of both, once they were deleted by request, a mark of that.
 *
 * <p>Bound: recordings grow while all together are below it, pauses counted like sound. What other
 * nodes add to a shared directory is counted at each {@link #tidy}.
 *
 * <p>Threading: safe from any thread to look; what changes files runs on the recordings' lane.
 */
final class RecordingDisk {

  private static final Logger LOG = System.getLogger(RecordingDisk.class.getName());
  private static final String SAMPLES = ".pcm";
  private static final String GAPS = ".gaps";
  private static final String DELETED = ".deleted";

  private final Limits limits;
  private final Clock clock;
  private volatile long heldBytes;
  private volatile String trouble = "";

  /**
   * What recordings may take up.
   *
   * @param directory where they are
   * @param keep how long after the last sound
   * @param bytes most of all together
   */
  record Limits(Path directory, Duration keep, long bytes) {}

  RecordingDisk(Limits limits, Clock clock) {
    this.limits = limits;
    this.clock = clock;
  }

  Clock clock() {
    return clock;
  }

  /** The session's samples, s16le, at twice their position. */
  Path samples(String session) {
    return limits.directory().resolve(session + SAMPLES);
  }

  Path gaps(String session) {
    return limits.directory().resolve(session + GAPS);
  }

  private Path deletedMark(String session) {
    return limits.directory().resolve(session + DELETED);
  }

  void makeDirectory() throws IOException {
    Files.createDirectories(limits.directory());
  }

  /** The session's recording; empty as well when it has expired but is still there. */
  Optional<Recording> find(String session) throws IOException {
    return Recording.in(samples(session)).filter(found -> !isExpired(found.modified()));
  }

  /** Until when it is kept if nothing is added. */
  Instant keptUntil(Recording recording) {
    return recording.modified().plus(limits.keep());
  }

  /** Whether the recording was deleted by request; it is then not begun again. */
  boolean isDeleted(String session) {
    return Files.exists(deletedMark(session));
  }

  /** Whether so many bytes may be added. */
  boolean hasRoomFor(long bytes) {
    return bytes == 0 || heldBytes + bytes <= limits.bytes();
  }

  /** So many bytes have been added. */
  void grew(long bytes) {
    held(heldBytes + bytes);
  }

  /** One writer: the lane. */
  private void held(long bytes) {
    heldBytes = bytes;
  }

  long heldBytes() {
    return heldBytes;
  }

  long boundBytes() {
    return limits.bytes();
  }

  /** Deletes what there is of a session, and keeps it from being recorded again. */
  void delete(String session) throws IOException {
    makeDirectory();
    Files.writeString(deletedMark(session), "");
    long bytes = Recording.in(samples(session)).map(Recording::dataBytes).orElse(0L);
    Files.deleteIfExists(samples(session));
    Files.deleteIfExists(gaps(session));
    held(Math.max(0, heldBytes - bytes));
  }

  /** Deletes what has expired, but of sessions that are in use, and counts the rest. */
  void tidy(Predicate<String> inUse) {
    if (!Files.isDirectory(limits.directory())) {
      return;
    }
    long left = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(limits.directory())) {
      for (Path file : files) {
        left += inUse.test(sessionOf(file)) ? sizeOf(file) : tidy(file);
      }
      held(left);
    } catch (IOException | DirectoryIteratorException failure) {
      LOG.log(Level.WARNING, "recordings could not be tidied up", failure);
    }
  }

  /** The bytes of samples that remain. */
  private long tidy(Path file) throws IOException {
    String name = file.getFileName().toString();
    boolean ours = name.endsWith(SAMPLES) || name.endsWith(GAPS) || name.endsWith(DELETED);
    // Notes are written earlier than the last sample: they go with it, not before.
    Path dated = name.endsWith(GAPS) ? samples(sessionOf(file)) : file;
    Instant last = Recording.in(dated).map(Recording::modified).orElse(Instant.EPOCH);
    if (ours && isExpired(last)) {
      Files.deleteIfExists(file);
      LOG.log(Level.INFO, "session={0} expired file={1}", sessionOf(file), name);
      return 0;
    }
    return sizeOf(file);
  }

  private static long sizeOf(Path file) throws IOException {
    boolean isSamples = file.getFileName().toString().endsWith(SAMPLES);
    return isSamples ? Recording.in(file).map(Recording::dataBytes).orElse(0L) : 0;
  }

  private static String sessionOf(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  private boolean isExpired(Instant last) {
    return last.isBefore(clock.now().minus(limits.keep()));
  }

  /** What is wrong with the directory; empty when nothing is. */
  String trouble() {
    return trouble;
  }

  void works() {
    if (!trouble.isEmpty()) {
      LOG.log(Level.INFO, "recordings are written again");
      trouble = "";
    }
  }

  void failed(String session, String reason) {
    if (trouble.isEmpty()) {
      LOG.log(Level.ERROR, "session={0} recording has a gap: {1}", session, reason);
    }
    trouble = reason;
  }
}
