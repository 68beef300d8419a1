package io.roomscribe.audio;

import java.util.List;

/**
 * Waits for the sound of a room when nothing of it arrives any more.
 *
 * <p>Why: a network that stands still may bring all that it held in one burst. Had silence been
 * mixed meanwhile, that sound would have to be mixed late, each track as late as its own pauses
 * allow, and what people said one after the other would be mixed at the same time. Since there is
 * nothing to mix, waiting delays nobody.
 *
 * <p>Course: it begins when a track runs short while nothing arrives from any. It ends when all of
 * them have caught up; when they have not half a second after the sound came back, and do not come
 * any closer, which means that what is missing was lost; or when their rings could not hold more.
 * Then mixing goes on where it stood, faster than time passes.
 *
 * <p>Absent: one track of several that stalls is not waited for. Those that did not catch up are
 * placed by their arrival, and what is missing is a {@link Gap}.
 *
 * <p>Units: times in ns of the mixer's clock.
 *
 * <p>Threading: confined to the mixing thread.
 */
final class Standstill {

  /** Messages come every 10 ms; those of RTMP in bursts, for which rings are not short. */
  private static final long QUIET_NS = 50_000_000;

  private static final long GRACE_NS = 500_000_000;

  /** Rings hold ten seconds as shipped. */
  private static final long LONGEST_NS = 8_000_000_000L;

  private final int framesPerBlock;
  private boolean going;
  private boolean resumed;
  private long sinceNs;
  private long progressNs;
  private long delay;

  /** For a mixer with blocks of so many frames. */
  Standstill(int framesPerBlock) {
    this.framesPerBlock = framesPerBlock;
  }

  /**
   * Whether to wait before the next block is mixed.
   *
   * @param behindNs how long ago that block was due
   */
  boolean lasts(List<TrackPlacement> placements, long nowNs, long behindNs) {
    boolean isShort = isAnyShort(placements);
    if (!going) {
      if (!isShort || lastArrivalNs(placements) + QUIET_NS > nowNs) {
        return false;
      }
      begin(placements, nowNs);
    }
    notice(placements, nowNs);
    if (nowNs - sinceNs > longestNs(placements) || (resumed && nowNs - progressNs > GRACE_NS)) {
      giveUp(placements);
      return false;
    }
    if (isShort || (resumed && isAnyLate(placements))) {
      return true;
    }
    // What comes in a burst may be mixed faster than it comes.
    going = behindNs >= (long) framesPerBlock * Frame.MS * 1_000_000;
    return false;
  }

  private void begin(List<TrackPlacement> placements, long nowNs) {
    going = true;
    resumed = false;
    sinceNs = nowNs;
    for (int i = 0; i < placements.size(); i++) {
      placements.get(i).pause();
    }
  }

  private void notice(List<TrackPlacement> placements, long nowNs) {
    if (lastArrivalNs(placements) <= sinceNs) {
      return;
    }
    long left = 0;
    for (int i = 0; i < placements.size(); i++) {
      left += placements.get(i).isFlowing() ? placements.get(i).delay() : 0;
    }
    if (!resumed || left < delay - Frame.WIRE_SAMPLES) {
      progressNs = nowNs;
      delay = left;
    }
    resumed = true;
  }

  private void giveUp(List<TrackPlacement> placements) {
    going = false;
    for (int i = 0; i < placements.size(); i++) {
      TrackPlacement placement = placements.get(i);
      if (placement.isFlowing() && (isShort(placement) || isLate(placement))) {
        placement.abandon();
      }
    }
  }

  private boolean isAnyShort(List<TrackPlacement> placements) {
    for (int i = 0; i < placements.size(); i++) {
      if (placements.get(i).isFlowing() && isShort(placements.get(i))) {
        return true;
      }
    }
    return false;
  }

  private boolean isAnyLate(List<TrackPlacement> placements) {
    for (int i = 0; i < placements.size(); i++) {
      if (placements.get(i).isFlowing() && isLate(placements.get(i))) {
        return true;
      }
    }
    return false;
  }

  private boolean isShort(TrackPlacement placement) {
    return placement.isShortOf(framesPerBlock);
  }

  private static boolean isLate(TrackPlacement placement) {
    return placement.delay() > placement.jitterTarget();
  }

  private static long lastArrivalNs(List<TrackPlacement> placements) {
    long last = Long.MIN_VALUE / 2;
    for (int i = 0; i < placements.size(); i++) {
      if (placements.get(i).isFlowing()) {
        last = Math.max(last, placements.get(i).input().lastArrivalNs());
      }
    }
    return last;
  }

  private static long longestNs(List<TrackPlacement> placements) {
    long longest = LONGEST_NS;
    for (int i = 0; i < placements.size(); i++) {
      long ringNs = placements.get(i).mostAhead() / (Frame.WIRE_RATE_HZ / 1_000) * 1_000_000L;
      longest = Math.min(longest, ringNs);
    }
    return longest;
  }
}
