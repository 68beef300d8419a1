package io.roomscribe.ingest.rtmp;

import io.roomscribe.lanes.Clock;
import io.roomscribe.lanes.Lane;
import io.roomscribe.lanes.Lanes;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Receives RTMP on one node: by a listener of its own, or from a relay.
 *
 * <p>Errors: what is missing, FFmpeg or the port, is an {@link #obstacle}, looked at again by every
 * {@link #look} until it is there.
 *
 * <p>Threading: {@link #look} and {@link #close} block and come from one lane and from the end of
 * the application; the rest is safe from any thread and never blocks.
 *
 * <p>Ownership: owns the listener and everything that decodes.
 */
final class RtmpNode implements AutoCloseable {

  private static final Logger LOG = System.getLogger(RtmpNode.class.getName());
  private static final Duration LONGEST_VERSION = Duration.ofSeconds(10);

  /** A program that was there is looked at less often. */
  private static final Duration SOUND_FOR = Duration.ofMinutes(5);

  private static final int WATCH_CAPACITY = 1024;

  private final Setup setup;
  private final RtmpTally tally = new RtmpTally();
  private final RtmpHost host;
  private final Workshop workshop;
  private final SessionPublishers publishers;
  private final RelayPulls pulls;
  private volatile @Nullable RtmpListener listener;
  private volatile String portObstacle = "The RTMP port has not been opened yet.";
  private volatile boolean closed;

  /**
   * What is set.
   *
   * @param publicUrl where LiveKit publishes to, up to the application's name
   * @param listen port 0 for any
   * @param relayUrl where the relay plays, up to the application's name; holds no secret
   * @param ffmpeg name or path
   * @param patience how long FFmpeg may take nothing, or give nothing for what it took
   */
  record Setup(
      RtmpSettings.Mode mode,
      URI publicUrl,
      InetSocketAddress listen,
      URI relayUrl,
      String ffmpeg,
      Duration patience,
      RtmpLimits limits) {}

  /** A node that receives nothing before the first {@link #look}. */
  RtmpNode(Setup setup, Admission admission, Lanes lanes, Clock clock) {
    this.setup = setup;
    Lane watch = lanes.computeLane("ffmpeg-watch", WATCH_CAPACITY);
    this.workshop =
        new Workshop(
            new DecoderProgram(setup.ffmpeg(), clock), lanes, watch, clock, setup.patience());
    this.publishers = new SessionPublishers(admission, workshop, tally);
    this.pulls = new RelayPulls(admission, setup.relayUrl(), workshop, tally);
    this.host = new RtmpHost(publishers, lanes, clock);
  }

  /** Looks after FFmpeg and the port, where they are missing. */
  void look() {
    if (setup.mode() == RtmpSettings.Mode.OFF || closed) {
      return;
    }
    DecoderProgram program = workshop.program();
    if (!program.obstacle().isEmpty() || program.age().compareTo(SOUND_FOR) > 0) {
      program.look(LONGEST_VERSION);
    }
    RtmpListener open = listener;
    if (setup.mode() == RtmpSettings.Mode.EMBEDDED && (open == null || !open.isOpen())) {
      listen();
    }
  }

  /** Why it receives nothing, for the operator; empty when it does. */
  String obstacle() {
    if (setup.mode() == RtmpSettings.Mode.OFF) {
      return "RTMP is off here (roomscribe.rtmp.mode).";
    }
    String ffmpeg = workshop.program().obstacle();
    if (!ffmpeg.isEmpty() || setup.mode() == RtmpSettings.Mode.RELAY) {
      return ffmpeg;
    }
    RtmpListener open = listener;
    return open != null && open.isOpen() ? "" : portObstacle;
  }

  /** The session's own URL; holds the key. */
  URI publishUrl(String sessionId, String key) {
    return URI.create(setup.publicUrl() + "/" + sessionId + "?key=" + key);
  }

  URI publicUrl() {
    return setup.publicUrl();
  }

  /** What happened so far. */
  RtmpFigures figures() {
    return tally.figures(publishers.live() + pulls.live());
  }

  /** The port listened on; 0 while there is none. */
  int port() {
    RtmpListener open = listener;
    return open == null ? 0 : open.port();
  }

  /** Answers a relay; who tells of an end is thanked. */
  boolean allows(RelayQuestion question) {
    if (setup.mode() != RtmpSettings.Mode.RELAY || closed) {
      LOG.log(Level.WARNING, "rtmp relay refused {0}: roomscribe.rtmp.mode is not relay", question);
      return false;
    }
    return switch (question.deed()) {
      case PUBLISH -> pulls.publish(question);
      case PUBLISHED -> pulls.done(question.sessionId(), question.connection());
      case PLAY -> pulls.play(question.sessionId());
      case OTHER -> false;
    };
  }

  /** Ends everything; idempotent. */
  @Override
  public void close() {
    closed = true;
    publishers.endAll();
    pulls.endAll();
    RtmpListener open = listener;
    listener = null;
    if (open != null) {
      open.close();
    }
    workshop.watch().close();
  }

  private void listen() {
    try {
      RtmpListener opened = RtmpListener.open(setup.listen(), setup.limits(), host);
      listener = opened;
      LOG.log(Level.INFO, "rtmp listens at {0}", setup.listen());
      if (closed) {
        opened.close();
      }
    } catch (IOException | RejectedExecutionException failure) {
      String obstacle =
          "The RTMP port " + setup.listen() + " cannot be had: " + failure.getMessage();
      if (!obstacle.equals(portObstacle)) {
        LOG.log(Level.WARNING, obstacle);
      }
      portObstacle = obstacle;
    }
  }
}
