package io.roomscribe.standin.livekit;

import java.time.Duration;

/**
 * How an RTMP output behaves over time.
 *
 * @param delay from a sound to its packet. That of livekit/egress is up to 2.8 s: nothing if every
 *     track flows, all of it as soon as one of them is muted
 * @param reconnect for how long a lost connection is tried again; as long a connection may stand
 *     still
 * @param pause between two tries. livekit/egress makes none
 */
public record RtmpTiming(Duration delay, Duration reconnect, Duration pause) {

  /** The times of livekit/egress v1.14, with someone in the room muted. */
  public static RtmpTiming asLiveKit() {
    return new RtmpTiming(Duration.ofMillis(2800), Duration.ofSeconds(30), Duration.ofMillis(500));
  }

  /** The same with another delay. */
  public RtmpTiming withDelay(Duration value) {
    return new RtmpTiming(value, reconnect, pause);
  }

  /** The same with another time to reconnect. */
  public RtmpTiming withReconnect(Duration value) {
    return new RtmpTiming(delay, value, pause);
  }

  /** The same with another pause between tries. */
  public RtmpTiming withPause(Duration value) {
    return new RtmpTiming(delay, reconnect, value);
  }
}
