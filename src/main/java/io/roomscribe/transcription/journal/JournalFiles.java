package io.roomscribe.transcription.journal;

import io.roomscribe.lanes.Clock;
import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import io.roomscribe.transcription.AudioJournal;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The journals of this node, each in a directory of its own named by its session.
 *
 * <p>Threading: safe from any thread; {@link #leftBehindSessions}, {@link #reopen} and {@link
 * #deleteOlder} read the disk and block.
 */
final class JournalFiles {

  /** Between a session and its owner's fence, in the names of directories. */
  private static final String FENCE = ".";

  private final JournalDisk disk;
  private final Limits limits;
  private final AtomicLong nodeHeld = new AtomicLong();

  /**
   * What journals may take up.
   *
   * @param session longest audio that one holds
   * @param nodeBytes most that all hold together
   * @param forceEvery how often what was written is forced to the device; zero: never
   */
  record Limits(Duration session, long nodeBytes, Duration forceEvery) {}

  JournalFiles(Path directory, Limits limits, Lanes lanes, Lane lane, Clock clock) {
    this.disk = new JournalDisk(directory, limits.forceEvery(), lanes, lane, clock);
    this.limits = limits;
  }

  /** A new journal; no file is made before there is audio. */
  AudioJournal open(String session, int bytesPerSecond) {
    disk.use(session);
    return new FileJournal(disk, session, bounds(bytesPerSecond));
  }

  /**
   * Moves the journal of the session's last owner to the directory of the next one. An owner that
   * is not dead, but was frozen, then neither trims what is read, nor adds to it: it goes on in
   * files that the new owner does not know.
   *
   * @return the name of the next owner's journal
   */
  String adopt(String session, long fence) throws IOException {
    String name = session + FENCE + fence;
    if (disk.isInUse(name) || Files.exists(disk.directory(name))) {
      return name;
    }
    for (long earlier = fence - 1; earlier >= 0; earlier--) {
      Path last = disk.directory(earlier == 0 ? session : session + FENCE + earlier);
      if (Files.isDirectory(last)) {
        Files.move(last, disk.directory(name), StandardCopyOption.ATOMIC_MOVE);
        return name;
      }
    }
    return name;
  }

  /** Goes on with a journal that was left behind; empty when there is none of the session. */
  Optional<AudioJournal> reopen(String session, int bytesPerSecond) throws IOException {
    Path directory = disk.directory(session);
    if (!Files.isDirectory(directory) || !disk.use(session)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new FileJournal(disk, LeftBehind.in(directory), bounds(bytesPerSecond)));
    } catch (IOException unreadable) {
      disk.leave(session);
      throw unreadable;
    }
  }

  /** The sessions of which there are journals of earlier processes. */
  Set<String> leftBehindSessions() throws IOException {
    Set<String> sessions = new TreeSet<>();
    for (Path directory : foreign()) {
      sessions.add(sessionOf(directory.getFileName().toString()));
    }
    return sessions;
  }

  private static String sessionOf(String name) {
    int fence = name.lastIndexOf(FENCE);
    return fence < 0 ? name : name.substring(0, fence);
  }

  /** Deletes journals of earlier processes that have not been written for so long. */
  void deleteOlder(Duration age) throws IOException {
    for (Path directory : foreign()) {
      Duration idle =
          Duration.between(Files.getLastModifiedTime(directory).toInstant(), disk.clock().now());
      if (idle.compareTo(age) > 0) {
        disk.deleteDirectory(directory.getFileName().toString());
      }
    }
  }

  /** What is wrong with the disk; empty when nothing is. */
  String trouble() {
    return disk.trouble();
  }

  /** Bytes of audio that all journals hold. */
  long heldBytes() {
    return nodeHeld.get();
  }

  private List<Path> foreign() throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(disk.directory())) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(disk.directory())) {
        for (Path each : all) {
          if (Files.isDirectory(each) && !disk.isInUse(each.getFileName().toString())) {
            found.add(each);
          }
        }
      }
    }
    return found;
  }

  private JournalBounds bounds(int bytesPerSecond) {
    long sessionBytes = limits.session().toMillis() * bytesPerSecond / 1000;
    return new JournalBounds(sessionBytes, limits.nodeBytes(), nodeHeld);
  }
}
