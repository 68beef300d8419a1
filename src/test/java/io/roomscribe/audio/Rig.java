package io.roomscribe.audio;

import java.util.ArrayList;
import java.util.List;

/** A mixer, its captures and a lane that mixes every block when it is due, in simulated time. */
final class Rig {
  private static final int MARK_LEVEL = 16_384;

  static final long MS = 1_000_000;
  static final long SECOND = 1_000 * MS;

  final MixerSettings settings;
  final RoomMixer mixer;
  final List<Gap> gaps = new ArrayList<>();
  private final List<Capture> captures = new ArrayList<>();
  private final short[] block;
  private final short[] mix = new short[60 * 16_000];
  private final List<Long> marks = new ArrayList<>();
  private long nextMark;
  private long pausedUntilNs;

  Rig(MixerSettings settings) {
    this.settings = settings;
    this.mixer = new RoomMixer(settings, 0);
    this.block = new short[mixer.blockSamples()];
  }

  /** Opens a track whose egress begins to send at a time. */
  Capture capture(String trackId, long startNs, double ppm, Sound sound) {
    return capture(mixer.open(trackId, Arrival.EVEN, startNs), startNs, ppm, sound);
  }

  /** Opens a capture of a room that comes in bursts or not. */
  Capture capture(Arrival arrival, Sound sound) {
    return capture(mixer.open("room", arrival, 0), 0, 0, sound);
  }

  private Capture capture(TrackInput input, long startNs, double ppm, Sound sound) {
    Capture capture = new Capture(input, startNs, ppm, sound);
    captures.add(capture);
    return capture;
  }

  /** Opens a capture that is held for a hand-over, whose egress begins to send at a time. */
  Capture held(String trackId, long startNs, double ppm, Sound sound) {
    return capture(mixer.openHeld(trackId, Arrival.EVEN, startNs), startNs, ppm, sound);
  }

  /** The caller does not mix before then. */
  void pauseUntil(long nowNs) {
    pausedUntilNs = nowNs;
  }

  /** Lets time pass; what is mixed is appended. */
  void runUntil(long untilNs) {
    long nowNs = mixer.positionSamples() / 16 * MS;
    for (long at = nowNs; at < untilNs; at += settings.blockMs() * MS) {
      long tick = at + settings.blockMs() * MS;
      captures.forEach(capture -> capture.deliverUntil(tick));
      while (tick >= pausedUntilNs && mixer.isDue(tick)) {
        mixBlock();
      }
    }
  }

  private void mixBlock() {
    long at = mixer.positionSamples();
    mixer.mix(block);
    for (int i = 0; i < block.length; i++) {
      if (Math.abs(block[i]) > MARK_LEVEL && at + i >= nextMark) {
        marks.add(at + i);
        nextMark = at + i + 1_600;
      }
    }
    if (at + block.length <= mix.length) {
      System.arraycopy(block, 0, mix, (int) at, block.length);
    }
    gaps.addAll(mixer.takeGaps());
  }

  /** The sample at a position within the first minute. */
  int at(int position) {
    return mix[position];
  }

  /** The first minute of the mix. */
  short[] mix() {
    return mix.clone();
  }

  /** Seconds at which the mix rose above half of full scale, none within 100 ms of another. */
  List<Double> marks() {
    return marks.stream().map(position -> position / 16_000.0).toList();
  }
}
