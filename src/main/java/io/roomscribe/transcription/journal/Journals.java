package io.roomscribe.transcription.journal;

import io.roomscribe.lanes.Clock;
import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import io.roomscribe.transcription.AudioJournal;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;

/** The journals of this node, as configured. Threading: safe from any thread. */
@ApplicationScoped
public class Journals {

  private static final Logger LOG = System.getLogger(Journals.class.getName());

  /** A journal has a write, a load and a few deletions under way at most. */
  private static final int LANE_CAPACITY = 10_000;

  @Inject JournalSettings settings;
  @Inject Lanes lanes;
  @Inject Clock clock;

  private Lane lane;
  private JournalFiles files;

  @PostConstruct
  void open() {
    lane = lanes.blockingLane("journal", LANE_CAPACITY);
    files = new JournalFiles(Path.of(settings.directory), settings.limits(), lanes, lane, clock);
    lane.offer(this::tidy);
  }

  /** Made at the start, so that what earlier processes left is seen before anybody asks. */
  void awaken(@Observes Startup start) {
    LOG.log(Level.INFO, "journal directory={0}", settings.directory);
  }

  /** What is queued is still written. */
  @PreDestroy
  void close() {
    lane.close();
  }

  /** A session's journal; no file is made before there is audio. */
  public AudioJournal open(String session, int bytesPerSecond) {
    return files.open(session, bytesPerSecond);
  }

  /**
   * Goes on with the journal that an earlier owner left of the session, or with a new one when
   * there is none. Blocks on the disk.
   *
   * @param fence one more with each owner; the journal is moved out of the reach of earlier ones
   * @throws UncheckedIOException when it is there and cannot be read: it may be asked for again
   */
  public AudioJournal reopen(String session, long fence, int bytesPerSecond) {
    try {
      String name = files.adopt(session, fence);
      return files.reopen(name, bytesPerSecond).orElseGet(() -> files.open(name, bytesPerSecond));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("the journal of " + session, unreadable);
    }
  }

  /** What is wrong with the disk, so that audio is kept in memory only; empty when nothing is. */
  public String trouble() {
    return files.trouble();
  }

  /** Bytes of audio that all journals hold. */
  public long heldBytes() {
    return files.heldBytes();
  }

  /** Whether all nodes see this directory. */
  public boolean isShared() {
    return settings.shared;
  }

  private void tidy() {
    try {
      files.deleteOlder(settings.keep);
      // Not looked into: who goes on with one may be doing so at this moment.
      LOG.log(Level.INFO, "journals of before: {0}", files.leftBehindSessions().size());
    } catch (IOException unreadable) {
      LOG.log(Level.WARNING, "earlier journals could not be read", unreadable);
    }
  }
}
