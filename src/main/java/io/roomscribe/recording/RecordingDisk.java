package io.roomscribe.recording;

import io.roomscribe.lanes.Clock;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The directory of the recordings, with one for each session: its samples, the notes of its holes,
 * and instead of both, once they were deleted by request, a mark of that.
 *
 * <p>Bound: recordings grow while all together are below it, pauses counted like sound. What other
 * nodes add to a shared directory is counted at each {@link #tidy}.
 *
 * <p>Threading: safe from any thread to look; what changes files runs on the recordings' lane.
 */
final class RecordingDisk {

  private static final Logger LOG = System.getLogger(RecordingDisk.class.getName());
  private static final String GAPS = "gaps";
  private static final String DELETED = "deleted";

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

  private Path directory(String session) {
    return limits.directory().resolve(session);
  }

  /** The samples of the process that recorded from that position on. */
  Path part(String session, long begin) {
    return directory(session).resolve(Recording.partName(begin));
  }

  Path gaps(String session) {
    return directory(session).resolve(GAPS);
  }

  private Path deletedMark(String session) {
    return directory(session).resolve(DELETED);
  }

  void makeDirectory(String session) throws IOException {
    Files.createDirectories(directory(session));
  }

  /** What there is of a session; empty when there is nothing. */
  Optional<Recording> read(String session) throws IOException {
    return Recording.in(directory(session));
  }

  /** The session's recording; empty as well when it has expired but is still there. */
  Optional<Recording> find(String session) throws IOException {
    return read(session).filter(found -> !isExpired(found.modified()));
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
    makeDirectory(session);
    Files.writeString(deletedMark(session), "");
    long bytes = read(session).map(Recording::fileBytes).orElse(0L);
    for (Path file : filesOf(session)) {
      if (!file.equals(deletedMark(session))) {
        Files.deleteIfExists(file);
      }
    }
    held(Math.max(0, heldBytes - bytes));
  }

  /** Deletes what has expired, but of sessions that are in use, and counts the rest. */
  void tidy(Predicate<String> inUse) {
    if (!Files.isDirectory(limits.directory())) {
      return;
    }
    long left = 0;
    try (DirectoryStream<Path> sessions = Files.newDirectoryStream(limits.directory())) {
      for (Path each : sessions) {
        String session = each.getFileName().toString();
        if (!inUse.test(session) && isExpired(lastChange(session))) {
          deleteExpired(session);
        }
        left += read(session).map(Recording::fileBytes).orElse(0L);
      }
      held(left);
    } catch (IOException | DirectoryIteratorException failure) {
      LOG.log(Level.WARNING, "recordings could not be tidied up", failure);
    }
  }

  /** Of its samples, or where there are none, of whatever else of ours there is. */
  private Instant lastChange(String session) throws IOException {
    Optional<Recording> recording = read(session);
    if (recording.isPresent()) {
      return recording.get().modified();
    }
    List<Path> files = filesOf(session);
    return files.isEmpty()
        ? Instant.MAX
        : Files.getLastModifiedTime(files.get(files.size() - 1)).toInstant();
  }

  private void deleteExpired(String session) throws IOException {
    for (Path file : filesOf(session)) {
      Files.deleteIfExists(file);
    }
    try {
      Files.deleteIfExists(directory(session));
    } catch (DirectoryNotEmptyException foreign) {
      LOG.log(Level.WARNING, "session={0} its directory holds what is not ours", session);
    }
    LOG.log(Level.INFO, "session={0} recording has expired", session);
  }

  /** Those that are ours; nothing else in the directory is touched. */
  private List<Path> filesOf(String session) throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(directory(session))) {
      String ours = "{*" + Recording.PART + "," + GAPS + "," + DELETED + "}";
      try (DirectoryStream<Path> found = Files.newDirectoryStream(directory(session), ours)) {
        found.forEach(files::add);
      }
    }
    return files;
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
