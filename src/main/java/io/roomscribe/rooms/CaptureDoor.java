package io.roomscribe.rooms;

import io.roomscribe.lanes.Clock;
import io.roomscribe.security.CaptureTokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** Where the connections of egresses come in. Threading: any container thread; never blocks. */
@ApplicationScoped
public class CaptureDoor {

  @Inject RunningSessions sessions;
  @Inject CaptureTokens tokens;
  @Inject Clock clock;

  /** Whether the session runs on this node: another would have been dialled by mistake. */
  public boolean runsHere(String sessionId) {
    return sessions.find(sessionId).isPresent();
  }

  /**
   * Takes the token and connects the caller to its session.
   *
   * @return empty when the session does not run here, or the token is unknown, used, too old, or of
   *     another track or an earlier capture
   */
  public Optional<CaptureLine> admit(String sessionId, String trackId, String token) {
    Optional<RoomSession> session = sessions.find(sessionId);
    if (session.isEmpty() || !tokens.redeem(sessionId, trackId, token, clock.now())) {
      return Optional.empty();
    }
    return session
        .get()
        .capture(trackId, token)
        .map(capture -> new CaptureLine(session.get(), capture));
  }

  /**
   * Connects an RTMP publisher to its session. LiveKit publishes again with the same key after it
   * lost the connection, so the key is good for as long as the session wants this capture.
   *
   * @param key as given to {@link RtmpReceiver#publishUrl}
   * @return empty when the session does not run here or captures nothing by this key
   */
  public Optional<CaptureLine> admitPublisher(String sessionId, String key) {
    return sessions
        .find(sessionId)
        .flatMap(
            session ->
                session
                    .capture(RtmpReceiver.CAPTURE, key)
                    .map(capture -> new CaptureLine(session, capture)));
  }
}
