package io.roomscribe.recording;

import io.roomscribe.lanes.Cancellable;
import io.roomscribe.lanes.Clock;
import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import io.roomscribe.rooms.BlockSink;
import io.roomscribe.rooms.Recorder;
import io.roomscribe.rooms.SessionView;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** The recordings of this node, as configured. Threading: safe from any thread. */
@ApplicationScoped
public class Recordings implements Recorder {

  private static final Logger LOG = System.getLogger(Recordings.class.getName());

  /** A recording has a write and its end under way at most. */
  private static final int LANE_CAPACITY = 10_000;

  private static final Duration TIDY = Duration.ofHours(1);

  @Inject RecordingSettings settings;
  @Inject Lanes lanes;
  @Inject Clock clock;

  private Lane lane;
  private RecordingFiles files;
  private Cancellable tidying = () -> {};

  @PostConstruct
  void open() {
    lane = lanes.blockingLane("recording", LANE_CAPACITY);
    files = new RecordingFiles(settings.limits(), lane, clock);
    files.tidy();
    tidying = lanes.every(TIDY, lane, files::tidy);
  }

  /** Made at the start, so that what has expired goes even where nothing is recorded any more. */
  void awaken(@Observes Startup start) {
    LOG.log(Level.DEBUG, "recording directory={0}", settings.directory);
  }

  /** What is queued is still written. */
  @PreDestroy
  void close() {
    tidying.cancel();
    files.close();
    lane.close();
  }

  @Override
  public BlockSink record(String sessionId) {
    return files.record(sessionId);
  }

  @Override
  public SessionView.RecordingView view(String sessionId, boolean over) {
    return files.view(sessionId, over);
  }

  /** Why recordings have gaps at the moment; empty when they have none. */
  public String trouble() {
    return files.trouble();
  }

  /** Bytes that all recordings take up. */
  public long heldBytes() {
    return files.heldBytes();
  }

  /** How many sessions are being recorded. */
  public int running() {
    return files.running();
  }

  RecordingFiles files() {
    return files;
  }
}
