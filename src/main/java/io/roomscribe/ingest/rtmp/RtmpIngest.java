package io.roomscribe.ingest.rtmp;

import io.roomscribe.lanes.Cancellable;
import io.roomscribe.lanes.Clock;
import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import io.roomscribe.rooms.CaptureDoor;
import io.roomscribe.rooms.RtmpReceiver;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;

/**
 * Receives RTMP for the sessions of this node, from the start of the application to its end.
 *
 * <p>Threading: safe from any thread; but for the end nothing here blocks: FFmpeg and the port are
 * looked at on a lane.
 */
@ApplicationScoped
public class RtmpIngest implements RtmpReceiver {

  /** What is missing may come: an FFmpeg may be installed, a port become free. */
  private static final Duration LOOK_PERIOD = Duration.ofSeconds(15);

  /** After the sessions (2500), which let what is on its way arrive. */
  private static final int AFTER_SESSIONS = 3_000;

  private static final int CAPACITY = 2;

  @Inject RtmpSettings settings;
  @Inject CaptureDoor door;
  @Inject Lanes lanes;
  @Inject Clock clock;

  private RtmpNode node;
  private Lane chores;
  private Cancellable looking;

  @PostConstruct
  void open() {
    Admission admission =
        (sessionId, key) -> door.admitPublisher(sessionId, key).map(SessionLine::of);
    node = new RtmpNode(settings.setup(), admission, lanes, clock);
    chores = lanes.blockingLane("rtmp-chores", CAPACITY);
    chores.offer(node::look);
    looking = lanes.every(LOOK_PERIOD, chores, node::look);
  }

  void awaken(@Observes Startup start) {
    // Being called has made the bean.
  }

  void leave(@Observes @Priority(AFTER_SESSIONS) Shutdown shutdown) {
    close();
  }

  @PreDestroy
  void close() {
    looking.cancel();
    chores.close();
    node.close();
  }

  @Override
  public String obstacle() {
    String unreachable = settings.obstacle();
    return unreachable.isEmpty() ? node.obstacle() : unreachable;
  }

  @Override
  public URI publishUrl(String sessionId, String key) {
    return node.publishUrl(sessionId, key);
  }

  @Override
  public URI publicUrl() {
    return node.publicUrl();
  }

  /** Who receives: embedded, relay or off. */
  public String mode() {
    return settings.mode;
  }

  /** What happened so far. */
  public RtmpFigures figures() {
    return node.figures();
  }

  /** Answers a relay. */
  boolean allows(RelayQuestion question) {
    return node.allows(question);
  }
}
