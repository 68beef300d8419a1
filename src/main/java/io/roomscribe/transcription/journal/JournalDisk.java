package io.roomscribe.transcription.journal;

import io.roomscribe.lanes.Clock;
import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The directory that the journals of a node share, and how its disk is doing.
 *
 * <p>One lane for all of them: a disk that hangs holds one thread, not one for each room. State
 * changes are logged once.
 *
 * <p>Threading: safe from any thread; the disk is touched on {@link #lane} only.
 */
final class JournalDisk {

  private static final Logger LOG = System.getLogger(JournalDisk.class.getName());

  private final Path directory;
  private final Duration forceEvery;
  private final Lanes lanes;
  private final Lane lane;
  private final Clock clock;
  private final Set<String> open = ConcurrentHashMap.newKeySet();
  private volatile String trouble = "";

  JournalDisk(Path directory, Duration forceEvery, Lanes lanes, Lane lane, Clock clock) {
    this.directory = directory;
    this.forceEvery = forceEvery;
    this.lanes = lanes;
    this.lane = lane;
    this.clock = clock;
  }

  Path directory() {
    return directory;
  }

  Path directory(String session) {
    return directory.resolve(session);
  }

  /** The session's journal is in use from now on; false when it was before. */
  boolean use(String session) {
    return open.add(session);
  }

  /** The session's journal is in use no more, and stays where it is. */
  void leave(String session) {
    open.remove(session);
  }

  boolean isInUse(String session) {
    return open.contains(session);
  }

  /** How often what was written is forced to the device; zero: never. */
  Duration forceEvery() {
    return forceEvery;
  }

  Lanes lanes() {
    return lanes;
  }

  Lane lane() {
    return lane;
  }

  Clock clock() {
    return clock;
  }

  /** What is wrong; empty when nothing is. */
  String trouble() {
    return trouble;
  }

  void works() {
    if (!trouble.isEmpty()) {
      LOG.log(Level.INFO, "journal is written to disk again");
      trouble = "";
    }
  }

  void failed(String session, IOException failure) {
    String now = failure.getClass().getSimpleName() + ": " + failure.getMessage();
    if (trouble.isEmpty()) {
      LOG.log(Level.ERROR, "session=" + session + " journal is kept in memory only", failure);
    }
    trouble = now;
  }

  /** Deletes a session's directory and the segments in it, as far as that is possible. */
  void deleteDirectory(String session) {
    open.remove(session);
    Path gone = directory(session);
    if (!Files.isDirectory(gone)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(gone, "*" + Segment.SUFFIX)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(gone);
    } catch (IOException failure) {
      LOG.log(Level.WARNING, "session=" + session + " journal is not deleted", failure);
    }
  }
}
