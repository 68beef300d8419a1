package io.roomscribe.standin.livekit;

import java.time.Duration;

/**
 * How long an egress takes for each step of its life.
 *
 * @param join from the answer to StartEgress until the hidden participant has joined
 * @param trackWait how long the track may be missing before the egress fails
 * @param firstMessage built-in delay: from ACTIVE to the first message, and from a sound to its
 *     message
 * @param mutedHint from a mute to its text message
 * @param sourceGrace from the end of a track to the start of the drain; none at the end of a room
 * @param drain how long audio goes on after a stop
 * @param ping between two pings
 * @param driftPpm how much faster than ours the clock of the egress host runs
 * @param rtmp times of an RTMP output
 */
public record EgressTiming(
    Duration join,
    Duration trackWait,
    Duration firstMessage,
    Duration mutedHint,
    Duration sourceGrace,
    Duration drain,
    Duration ping,
    int driftPpm,
    RtmpTiming rtmp) {

  /** The times of livekit/egress v1.14 with its default settings. */
  public static EgressTiming asLiveKit() {
    return new EgressTiming(
        Duration.ofMillis(700),
        Duration.ofSeconds(30),
        Duration.ofMillis(2800),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(3),
        Duration.ofSeconds(30),
        0,
        RtmpTiming.asLiveKit());
  }

  /** No waiting, for tests that are not about time; a missing track fails after a second. */
  public static EgressTiming prompt() {
    return new EgressTiming(
        Duration.ZERO,
        Duration.ofSeconds(1),
        Duration.ZERO,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ofSeconds(30),
        0,
        RtmpTiming.asLiveKit().withDelay(Duration.ZERO).withPause(Duration.ofMillis(50)));
  }

  /** The same with another built-in delay. */
  public EgressTiming withFirstMessage(Duration value) {
    return new EgressTiming(
        join, trackWait, value, mutedHint, sourceGrace, drain, ping, driftPpm, rtmp);
  }

  /** The same with another time to join. */
  public EgressTiming withJoin(Duration value) {
    return new EgressTiming(
        value, trackWait, firstMessage, mutedHint, sourceGrace, drain, ping, driftPpm, rtmp);
  }

  /** The same with another drain. */
  public EgressTiming withDrain(Duration value) {
    return new EgressTiming(
        join, trackWait, firstMessage, mutedHint, sourceGrace, value, ping, driftPpm, rtmp);
  }

  /** The same with another ping period. */
  public EgressTiming withPing(Duration value) {
    return new EgressTiming(
        join, trackWait, firstMessage, mutedHint, sourceGrace, drain, value, driftPpm, rtmp);
  }

  /** The same with a clock that runs faster (or, negative, slower) by so many parts per million. */
  public EgressTiming withDriftPpm(int value) {
    return new EgressTiming(
        join, trackWait, firstMessage, mutedHint, sourceGrace, drain, ping, value, rtmp);
  }

  /** The same with other times of an RTMP output. */
  public EgressTiming withRtmp(RtmpTiming value) {
    return new EgressTiming(
        join, trackWait, firstMessage, mutedHint, sourceGrace, drain, ping, driftPpm, value);
  }
}
