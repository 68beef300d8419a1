package io.roomscribe.audio;

/**
 * A capture that is not mixed yet, because others carry the same sound: held until it takes over,
 * and then until its first sample is due.
 *
 * <p>Units: samples at 48 kHz. Its natural place is where it would be mixed had it no predecessor:
 * a jitter target after its arrival. The content of a predecessor's position is the content of this
 * capture's sample that is {@code shift} less.
 *
 * <p>Threading: confined to the mixing thread.
 */
final class Newcomer {
  private static final long SEAMLESS_SAMPLES = Frame.wireSamples(5);

  private final TrackPlacement placement;
  private final TrackInput input;
  private long reckonedShift;
  private boolean reckoned;
  private long lag;
  private long shift;
  private boolean aligned;
  private long content;
  private boolean takesOver;
  private boolean mixed;

  /** Holds a capture that was opened for it. */
  Newcomer(TrackPlacement placement) {
    this.placement = placement;
    this.input = placement.input();
    input.hold();
  }

  /** What is held. */
  TrackInput input() {
    return input;
  }

  /** What will be mixed. */
  TrackPlacement placement() {
    return placement;
  }

  /** Whether anything arrived, so that its natural place is known. */
  boolean isPlaced() {
    return input.offsets().areKnown();
  }

  /** Whether it is mixed. */
  boolean isMixed() {
    return mixed;
  }

  /** Notes where its natural place is by what has arrived so far, if anything has. */
  void reckon() {
    reckoned = isPlaced();
    reckonedShift = naturalShift();
  }

  /** How much more than its number a sample's natural place is, as noted last. */
  long reckonedShift() {
    return reckonedShift;
  }

  /** Gives up what does not fit into the ring. */
  void hold() {
    input.skip(input.ring().excess());
  }

  /** Tells it how much later its natural place, as noted last, is than that of those before it. */
  void align(long lag) {
    this.lag = lag;
    if (!reckoned) {
      reckon();
    }
    aligned = reckoned;
    shift = reckonedShift - lag;
  }

  /** From a position of the captures before it on, the content is to come from this one. */
  void takeOver(long position) {
    content = position;
    takesOver = true;
  }

  /** Whether nothing will ever be mixed of it. */
  boolean isGone() {
    return placement.isFinished() && !isPlaced();
  }

  /**
   * Moves on to a frame: leaves out what those before it had, and waits until the rest is due.
   *
   * @return whether it is to be mixed from this frame on
   */
  boolean isDue(long position) {
    if (!takesOver || !isPlaced()) {
      return false;
    }
    if (!aligned) {
      align(lag);
    }
    SampleRing ring = input.ring();
    long first = Math.max(ring.taken(), content - shift);
    input.skip(Math.min(ring.written(), first) - ring.taken());
    long due = first + input.offsets().steady() + jitterTarget();
    if (due >= position + Frame.WIRE_SAMPLES) {
      return false;
    }
    mixed = true;
    placement.enter((int) Math.max(0, due - position), jitterTarget());
    return true;
  }

  private long naturalShift() {
    return input.offsets().steady() + placement.jitterTarget();
  }

  /** One that is ahead is held back for good; for one that is hardly behind no one falls silent. */
  private int jitterTarget() {
    long behind = naturalShift() - shift;
    long target = placement.jitterTarget() - (behind <= SEAMLESS_SAMPLES ? behind : 0);
    return (int) Math.max(0, target);
  }
}
