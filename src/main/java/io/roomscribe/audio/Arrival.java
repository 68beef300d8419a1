package io.roomscribe.audio;

/** How the audio of a capture comes. */
public enum Arrival {
  /** At the pace at which it sounds, as from a WebSocket egress: the jitter target suffices. */
  EVEN(0),
  /**
   * With pauses, each made up for at once, as from an RTMP egress: it sends what it has mixed as
   * soon as every track allows, and a silent one that sends comfort noise only makes it wait. Its
   * pauses were up to 0.3 s against livekit-egress 1.14.1, and such noise comes every 0.4 s.
   */
  IN_BURSTS(500);

  private final int leastTargetMs;

  Arrival(int leastTargetMs) {
    this.leastTargetMs = leastTargetMs;
  }

  /** The jitter target of such a capture, in samples at 48 kHz; the ring can always hold it. */
  int jitterTarget(MixerSettings settings) {
    int mostMs = settings.ringMs() - MixerSettings.LEAST_RING_TO_SPARE_MS;
    return Frame.wireSamples(Math.max(settings.jitterTargetMs(), Math.min(mostMs, leastTargetMs)));
  }
}
