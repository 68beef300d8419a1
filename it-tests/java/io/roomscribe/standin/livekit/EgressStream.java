package io.roomscribe.standin.livekit;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The messages of one active egress: audio every 10 ms of the egress host's clock, mute texts,
 * pings; and what the network does to them.
 *
 * <p>Shape: each message is 1,920 bytes, 480 frames of S16LE stereo at 48 kHz; the message sent at
 * time t ends with what was to be heard at t less the built-in delay.
 *
 * <p>Absent: while all is muted or silent, zeros are sent; the stream never pauses.
 *
 * <p>Threading: confined to the pacing thread.
 *
 * <p>Source: livekit/egress pkg/pipeline/builder/audio.go, pkg/pipeline/sink/websocket.go,
 * pkg/pipeline/source/sdk/appwriter.go.
 */
final class EgressStream {

  private static final int FRAMES = 480;
  private static final long MESSAGE_NANOS = 10_000_000;

  private final EgressAudio audio;
  private final EgressSocket socket;
  private final EgressTiming timing;
  private final long activeNanos;
  private final double paceNanos;
  private final int[] mix = new int[2 * FRAMES];
  private final byte[] pcm = new byte[4 * FRAMES];
  private long messages;
  private long pings;
  private final Map<StandInTrack, MuteHint> hints = new HashMap<>();
  private Stall stall = Stall.NONE;
  private long jitterNanos;
  private long releaseNanos;

  EgressStream(EgressAudio audio, EgressSocket socket, EgressTiming timing, long activeNanos) {
    this.audio = audio;
    this.socket = socket;
    this.timing = timing;
    this.activeNanos = activeNanos;
    this.paceNanos = MESSAGE_NANOS / (1 + timing.driftPpm() / 1e6);
    this.releaseNanos = activeNanos;
  }

  /** Sends what is due. */
  void tick(long nowNanos) throws IOException {
    hintMutes(nowNanos);
    long sincePing = nowNanos - activeNanos - pings * timing.ping().toNanos();
    if (sincePing >= timing.ping().toNanos()) {
      pings++;
      socket.sendPing();
    }
    long firstNanos = activeNanos + timing.firstMessage().toNanos() + MESSAGE_NANOS;
    while (nowNanos - firstNanos >= messages * paceNanos) {
      sendAudio(nowNanos);
    }
    socket.hold(isHeld(nowNanos));
    socket.exchange();
  }

  /** The network stands still; then all of it comes at once, or it is lost. */
  void stall(long untilNanos, boolean lost) {
    stall = new Stall(untilNanos, lost);
  }

  /** Messages come in bursts, up to so far apart; zero ends it. */
  void jitter(long upToNanos) {
    jitterNanos = upToNanos;
  }

  private boolean isHeld(long nowNanos) {
    if (nowNanos < stall.untilNanos) {
      return true;
    }
    if (jitterNanos == 0) {
      return false;
    }
    if (nowNanos < releaseNanos) {
      return true;
    }
    releaseNanos = nowNanos + ThreadLocalRandom.current().nextLong(jitterNanos);
    return false;
  }

  private void sendAudio(long nowNanos) throws IOException {
    audio.read(activeNanos + messages * MESSAGE_NANOS, mix, FRAMES);
    messages++;
    if (stall.lost && nowNanos < stall.untilNanos) {
      return;
    }
    Pcm.clipped(mix, pcm);
    socket.sendAudio(pcm);
  }

  /**
   * The text goes round the pipeline, so it is early against the audio it is about. It does not say
   * which of several tracks it is about.
   */
  private void hintMutes(long nowNanos) throws IOException {
    for (StandInTrack track : audio.tracks()) {
      MuteHint hint = hints.computeIfAbsent(track, ignored -> new MuteHint());
      if (hint.changes(track.info().getMuted(), nowNanos, timing.mutedHint().toNanos())) {
        socket.sendText("{\"muted\":" + hint.said + "}");
      }
    }
  }

  /** What has been said of one track. */
  private static final class MuteHint {

    private boolean said;
    private boolean sawMuted;
    private long mutedSinceNanos;

    /** True if another text is due: at once after an unmute, a while after a mute. */
    private boolean changes(boolean muted, long nowNanos, long delayNanos) {
      if (muted && !sawMuted) {
        mutedSinceNanos = nowNanos;
      }
      sawMuted = muted;
      boolean due = said != muted && (!muted || nowNanos - mutedSinceNanos >= delayNanos);
      said = due ? muted : said;
      return due;
    }
  }

  private record Stall(long untilNanos, boolean lost) {
    private static final Stall NONE = new Stall(Long.MIN_VALUE, false);
  }
}
