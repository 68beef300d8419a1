package io.roomscribe.audio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Places the tracks of a room on one clock and sums them.
 *
 * <p>Shape: in any number of {@link TrackInput}s, out an endless sequence of blocks of s16 mono at
 * 16 kHz without a hole, silence included. Voices are summed at 48 kHz, decimated once ({@link
 * Decimator}) and turned down ahead of peaks ({@link Limiter}); one voice below -0.2 dBFS passes at
 * unity gain.
 *
 * <p>Units: positions are samples at 16 kHz since startNs, which may lie in the past: what came
 * before the first block was mixed elsewhere, or nowhere. The delay of filter and limiter is one
 * frame and is made up for by placing tracks one frame ahead of the block, so a sample is found in
 * the mix exactly at its position; the jitter target is 10 ms shorter for it. Times are ns of one
 * monotonic clock, the same for every call.
 *
 * <p>Absent: a track with nothing to mix adds silence and yields a {@link Gap}.
 *
 * <p>Threading: confined to the room's lane; the {@link TrackInput}s handed out are for others.
 * Mixing allocates nothing unless a gap ends, or a track's speech of the time remembered is more
 * than before.
 *
 * <p>Errors: {@link IllegalArgumentException} if out is too short; never for content.
 */
public final class RoomMixer {
  /** Rate of the mix. */
  public static final int OUTPUT_RATE_HZ = 16_000;

  /** Without a track, filter and limiter are as at their start by then: the latter takes 1.9 s. */
  private static final int SETTLING_FRAMES = 250;

  private final MixerSettings settings;
  private final long startNs;
  private final int framesPerBlock;
  private final List<TrackPlacement> placements = new ArrayList<>();
  private final List<ActivityHistory> histories = new ArrayList<>();
  private final List<Newcomer> newcomers = new ArrayList<>();
  private final RoomActivity activity;
  private final GapLog gaps = new GapLog();
  private final MixArithmetic arithmetic = new ChosenArithmetic(MixVectors::trusted);
  private final Decimator decimator = new Decimator(arithmetic);
  private final Limiter limiter = new Limiter();
  private final Standstill standstill;
  private final MixSum sum = new MixSum();
  private final float[] decimated = new float[Frame.MIX_SAMPLES];
  private @Nullable HandOver handOver;
  private boolean begun;
  private long lastFrameWithTracks;
  private long nextFrame;
  private long blocksMixed;

  /** A mixer whose position zero is at startNs, and whose first block begins there. */
  public RoomMixer(MixerSettings settings, long startNs) {
    this(settings, startNs, /* firstBlock= */ 0);
  }

  /**
   * A mixer that goes on with the positions of an earlier one.
   *
   * @param startNs when position zero was, on this process's clock
   * @param firstBlock which block is mixed first, counted from position zero
   */
  public RoomMixer(MixerSettings settings, long startNs, long firstBlock) {
    this.settings = settings;
    this.startNs = startNs;
    this.framesPerBlock = settings.blockMs() / Frame.MS;
    this.blocksMixed = firstBlock;
    this.nextFrame = firstBlock * framesPerBlock;
    this.lastFrameWithTracks = nextFrame;
    this.activity = new RoomActivity(settings.activityHistoryMs() / Frame.MS, nextFrame);
    this.standstill = new Standstill(framesPerBlock);
  }

  /**
   * A new capture of the track begins. Its first sample belongs a jitter target after its arrival.
   * A track may be captured again, also while an earlier capture is still being mixed.
   */
  public TrackInput open(String trackId, Arrival arrival, long nowNs) {
    TrackPlacement placement = placement(trackId, arrival, nowNs);
    mixing(placement);
    return placement.input();
  }

  /**
   * A capture begins that carries the same sound as others do: it is held, the newest of it, until
   * {@link #handOver} lets it take over.
   */
  public TrackInput openHeld(String trackId, Arrival arrival, long nowNs) {
    TrackPlacement placement = placement(trackId, arrival, nowNs);
    newcomers.add(new Newcomer(placement));
    return placement.input();
  }

  /**
   * Lets held captures take over from mixed ones that carry the same sound, each moment of it being
   * mixed once. Goes on while blocks are mixed; {@link HandOver} tells how.
   *
   * @param from captures that are mixed; those that have ended are fine
   * @param to captures from {@link #openHeld}; those that have ended are left out
   * @param expected how much later than the old ones the new ones carry a sound
   * @throws IllegalStateException if one is going on, or its new captures are not mixed yet
   */
  public HandOver handOver(
      List<TrackInput> from, List<TrackInput> to, HandOver.Expectation expected) {
    if (handOver != null) {
      throw new IllegalStateException("a hand-over is going on");
    }
    List<TrackPlacement> old = new ArrayList<>(placements);
    old.removeIf(placement -> !from.contains(placement.input()));
    List<Newcomer> successors = new ArrayList<>(newcomers);
    successors.removeIf(newcomer -> !to.contains(newcomer.input()));
    handOver = new HandOver(old, successors, nextFrame * Frame.WIRE_SAMPLES, expected);
    return handOver;
  }

  /**
   * The capture ended; what its ring still holds is mixed first, unless it is held, or another took
   * over. Repeating it does nothing.
   */
  public void close(TrackInput input) {
    for (int i = 0; i < placements.size(); i++) {
      if (placements.get(i).input() == input) {
        placements.get(i).close();
      }
    }
    for (int i = 0; i < newcomers.size(); i++) {
      if (newcomers.get(i).input() == input) {
        newcomers.get(i).placement().close();
      }
    }
  }

  /** Samples of one block. */
  public int blockSamples() {
    return framesPerBlock * Frame.MIX_SAMPLES;
  }

  /**
   * Whether the next block is to be mixed now: its time has come, which after a pause of the caller
   * is so for many, and its sound is not waited for. Where the sound of all tracks stops to arrive
   * at once it is waited for ({@link Standstill}).
   */
  public boolean isDue(long nowNs) {
    // While captures follow each other it is known why the old ones fall silent.
    return hasPassed(nowNs)
        && (handOver != null || !standstill.lasts(placements, nowNs, nowNs - endNs()));
  }

  /** Whether the time of the next block has come, whatever there is to mix. */
  public boolean hasPassed(long nowNs) {
    return nowNs - endNs() >= 0;
  }

  private long endNs() {
    return startNs + (blocksMixed + 1) * settings.blockMs() * 1_000_000L;
  }

  /** Mixes the next block into out, which holds at least blockSamples. */
  public void mix(short[] out) {
    if (out.length < blockSamples()) {
      throw new IllegalArgumentException(
          "out holds " + out.length + " samples, a block has " + blockSamples());
    }
    if (!begun) {
      begun = true;
      mixFrame(out, 0);
    }
    for (int i = 0; i < framesPerBlock; i++) {
      mixFrame(out, i * Frame.MIX_SAMPLES);
    }
    blocksMixed++;
  }

  /** Position of the next block. */
  public long positionSamples() {
    return blocksMixed * blockSamples();
  }

  /**
   * How long after it arrived a sample is mixed at the latest, in ms: the jitter target, or more
   * where a {@link HandOver} held a capture back.
   */
  public int longestDelayMs() {
    int longest = Frame.wireSamples(settings.jitterTargetMs());
    for (TrackPlacement placement : placements) {
      longest = Math.max(longest, placement.jitterTarget());
    }
    return longest / Frame.wireSamples(1) + 1;
  }

  /** The gaps found since the last call; those that are over, or 10 s long so far. */
  public List<Gap> takeGaps() {
    return gaps.take();
  }

  /**
   * Who spoke in the interval, strongest first; tracks that did not are left out. The interval is
   * widened to whole 10 ms; what is not yet mixed or no longer remembered counts as silence.
   */
  public List<TrackSpeech> speechBetween(long fromSamples, long toSamples) {
    if (toSamples <= fromSamples) {
      return List.of();
    }
    return activity.between(
        Math.floorDiv(fromSamples, Frame.MIX_SAMPLES),
        Math.floorDiv(toSamples + Frame.MIX_SAMPLES - 1, Frame.MIX_SAMPLES));
  }

  private TrackPlacement placement(String trackId, Arrival arrival, long nowNs) {
    int ringSamples = Frame.wireSamples(settings.ringMs());
    int jitterTarget = arrival.jitterTarget(settings);
    TrackInput input = new TrackInput(trackId, ringSamples, startNs, nowNs);
    return new TrackPlacement(input, jitterTarget, ringSamples, gaps);
  }

  private void mixing(TrackPlacement placement) {
    placements.add(placement);
    histories.add(activity.of(placement.input().trackId()));
  }

  private void mixFrame(short[] out, int offset) {
    long position = nextFrame * Frame.WIRE_SAMPLES;
    activity.advance();
    for (int i = 0; i < placements.size(); i++) {
      pull(i, position);
    }
    if (handOver != null && handOver.advance(position)) {
      handOver = null;
    }
    welcome(position);
    if (!placements.isEmpty()) {
      lastFrameWithTracks = nextFrame;
    }
    if (nextFrame - lastFrameWithTracks > SETTLING_FRAMES) {
      Arrays.fill(out, offset, offset + Frame.MIX_SAMPLES, (short) 0);
    } else {
      sumUp();
      decimator.process(sum, decimated);
      limiter.process(decimated, out, offset);
    }
    nextFrame++;
  }

  private void pull(int index, long position) {
    TrackPlacement placement = placements.get(index);
    ActivityHistory history = histories.get(index);
    int speechFrames = placement.pull(position);
    history.capture();
    for (int back = 0; back < speechFrames; back++) {
      history.mark(nextFrame - back, placement.energy(back));
    }
  }

  /** Mixes the newcomers whose time has come, and holds what the others have. */
  private void welcome(long position) {
    for (int i = newcomers.size() - 1; i >= 0; i--) {
      Newcomer newcomer = newcomers.get(i);
      newcomer.hold();
      if (newcomer.isDue(position)) {
        newcomers.remove(i);
        mixing(newcomer.placement());
        pull(placements.size() - 1, position);
      } else if (newcomer.isGone()) {
        newcomers.remove(i);
      }
    }
  }

  private void sumUp() {
    sum.clear();
    for (int i = placements.size() - 1; i >= 0; i--) {
      arithmetic.add(placements.get(i).frame(), sum);
      if (placements.get(i).isFinished()) {
        placements.remove(i).finish();
        histories.remove(i);
      }
    }
  }
}
