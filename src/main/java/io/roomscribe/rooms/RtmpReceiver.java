package io.roomscribe.rooms;

import java.net.URI;

/**
 * What a session needs of whatever receives LiveKit's RTMP on this node. Publishers come in through
 * {@link CaptureDoor#admitPublisher}.
 *
 * <p>Threading: safe from any thread; never blocks.
 */
public interface RtmpReceiver {

  /** The name of the room's capture by RTMP, where a track's capture has the track's SID. */
  String CAPTURE = "rtmp";

  /** Why this node cannot receive RTMP now, as a sentence for the operator; empty when it can. */
  String obstacle();

  /**
   * The URL that LiveKit publishes to: {@code rtmp(s)://host:port/app/{sessionId}?key=…}. Holds the
   * key: never log.
   *
   * @param key URL-safe; who presents it is let in as this session's publisher
   */
  URI publishUrl(String sessionId, String key);

  /** What every URL of this receiver begins with, up to and including the application's name. */
  URI publicUrl();
}
