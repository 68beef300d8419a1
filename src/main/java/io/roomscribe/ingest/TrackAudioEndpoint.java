package io.roomscribe.ingest;

import io.roomscribe.lanes.Clock;
import io.roomscribe.rooms.CaptureDoor;
import io.roomscribe.rooms.CaptureLine;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket that LiveKit's Track Egress dials: {@code
 * /egress/audio/{sessionId}/{trackId}?token=…}.
 *
 * <p>Wire: binary messages of s16le, 48 kHz, 2 channels, of any length; text {@code {"muted":…}},
 * which runs about 2.8 s ahead of its audio and comes on outages too, so it is never a cut point.
 * Source: livekit/egress pkg/pipeline/builder/audio.go and pkg/pipeline/sink/websocket.go.
 *
 * <p>Liveness is the audio itself, 100 messages a second: egress does not echo the payload of
 * pings, so none are sent, and the container's idle timeout is off because the first message may
 * take as long as the participant takes to speak. A connection that falls silent is noticed by its
 * session.
 *
 * <p>Close codes we send: 1008 for a bad token or a session that does not run on this node, 1001
 * when the session no longer wants the track, 1009 (by the container) for a message over {@value
 * #LARGEST_MESSAGE} bytes.
 *
 * <p>Threading: one instance for each connection; container threads, one at a time; never blocks.
 */
@ServerEndpoint("/egress/audio/{sessionId}/{trackId}")
public class TrackAudioEndpoint {

  private static final Logger LOG = System.getLogger(TrackAudioEndpoint.class.getName());

  /** Egress sends 1,920 bytes; bursts of a proxy in between may be larger. */
  private static final int LARGEST_MESSAGE = 256 * 1024;

  @Inject CaptureDoor door;
  @Inject Clock clock;

  private @Nullable CaptureLine line;
  private String name = "";

  /** Takes the token, or closes with the reason. */
  @OnOpen
  public void open(
      Session connection,
      @PathParam("sessionId") String sessionId,
      @PathParam("trackId") String trackId) {
    name = "session=" + sessionId + " track=" + trackId;
    // Not 0, which is none as well: for that, Tyrus schedules a task that does nothing at every
    // message, which costs more than the message.
    connection.setMaxIdleTimeout(-1);
    connection.setMaxBinaryMessageBufferSize(LARGEST_MESSAGE);
    if (!door.runsHere(sessionId)) {
      LOG.log(
          Level.WARNING,
          "{0} refused: this node does not run the session; does roomscribe.ingest.public-url of"
              + " the one that does lead there?",
          name);
      close(connection, CloseCodes.VIOLATED_POLICY, "this node does not run the session");
      return;
    }
    Optional<CaptureLine> admitted = door.admit(sessionId, trackId, token(connection));
    if (admitted.isEmpty()) {
      LOG.log(Level.WARNING, "{0} refused: unknown, used or expired capture token", name);
      close(connection, CloseCodes.VIOLATED_POLICY, "unknown, used or expired capture token");
      return;
    }
    line = admitted.get();
    line.connected(
        () -> close(connection, CloseCodes.GOING_AWAY, "the session does not need this track"));
  }

  /** Audio. */
  @OnMessage
  public void audio(ByteBuffer pcm) {
    if (line != null) {
      line.input().receive(pcm, clock.nanoTime());
    }
  }

  /** A mute hint. */
  @OnMessage
  public void hint(String text) {
    LOG.log(Level.DEBUG, "{0} hint length={1}", name, text.length());
  }

  /** Egress never reconnects: the session decides what follows. */
  @OnClose
  public void closed(CloseReason reason) {
    CaptureLine closing = line;
    line = null;
    if (closing == null) {
      return;
    }
    int code = reason.getCloseCode().getCode();
    String cause = "the connection closed with " + code;
    if (code == CloseCodes.GOING_AWAY.getCode()) {
      closing.dropped(cause);
    } else {
      closing.disconnected(cause);
    }
  }

  /** The container closes the connection after most errors; the close is what counts. */
  @OnError
  public void failed(Throwable failure) {
    LOG.log(Level.DEBUG, () -> name + " connection error", failure);
  }

  private static String token(Session connection) {
    List<String> tokens = connection.getRequestParameterMap().getOrDefault("token", List.of());
    return tokens.isEmpty() ? "" : tokens.get(0);
  }

  private void close(Session connection, CloseCodes code, String reason) {
    try {
      if (connection.isOpen()) {
        connection.close(new CloseReason(code, reason));
      }
    } catch (IOException | IllegalStateException gone) {
      // It may be gone between the question and the call, which Tyrus tells by the latter.
      LOG.log(Level.DEBUG, () -> name + " was gone before it was closed", gone);
    }
  }
}
