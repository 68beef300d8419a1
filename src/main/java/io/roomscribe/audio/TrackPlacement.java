package io.roomscribe.audio;

import java.util.Arrays;

/**
 * Puts one capture's samples where they belong on the session clock, frame by frame.
 *
 * <p>Place: a sample belongs at its number plus the source's offset ({@link ArrivalOffsets}) plus
 * the jitter target. Samples are mixed in sequence, so at any time the track is late or early by
 * some samples, and that is put right where it hurts least:
 *
 * <ul>
 *   <li>in a pause beyond 5 ms: samples of the pause are left out, or silence is put in, at once.
 *       The 200 ms after speech and the 50 ms before it are left alone;
 *   <li>in speech beyond 10 ms: each frame is made of 1 to 8 samples more or less (0.2 to 1.7 %),
 *       linearly interpolated, until 5 ms are left;
 *   <li>in speech later than three quarters of the ring: cut to half the ring.
 * </ul>
 *
 * <p>Absent: silence is mixed, counted and reported, and what comes late is mixed late. After an
 * absence the track waits until its first sample is due by the latest arrivals: if those are the
 * beginning of a burst that is at once; if the source lost what is missing it is a jitter target
 * after they arrived, which is their right place.
 *
 * <p>Units: samples and positions at 48 kHz.
 *
 * <p>Threading: confined to the mixing thread.
 *
 * <p>Ownership: {@link #frame} is reused by the next {@link #pull}.
 */
final class TrackPlacement {
  private static final int FRAME = Frame.WIRE_SAMPLES;
  private static final int TOLERANCE = Frame.wireSamples(5);
  private static final int SPEECH_TOLERANCE = Frame.wireSamples(10);
  private static final int SAMPLES_PER_SLIP = Frame.wireSamples(10);
  private static final int MOST_SLIPS = 8;
  private static final int LOOK_AHEAD_FRAMES = 6;
  private static final int RING_TO_SPARE = Frame.wireSamples(1_500);

  private final TrackInput input;
  private final SampleRing ring;
  private final ArrivalOffsets offsets;
  private final TrackGaps gaps;
  private final SpeechDetector detector = new SpeechDetector();
  private final int ringSamples;
  private final short[] frame = new short[FRAME];
  private final short[] scratch = new short[FRAME + MOST_SLIPS + 1];
  private int jitterTarget;
  private long coveredTo = Long.MIN_VALUE;
  private long pausedAt;
  private long brokenAt = Long.MAX_VALUE;
  private int entryLead;
  private int fadedIn = CrossFade.SAMPLES;
  private boolean started;
  private boolean waiting = true;
  private boolean slipping;
  private boolean closing;
  private boolean left;
  private Gap.Cause absence = Gap.Cause.UNDERRUN;

  /** Places an input; ringSamples is what its ring holds. */
  TrackPlacement(TrackInput input, int jitterTarget, int ringSamples, GapLog log) {
    this.input = input;
    this.ring = input.ring();
    this.offsets = input.offsets();
    this.gaps = new TrackGaps(input.trackId(), log);
    this.jitterTarget = jitterTarget;
    this.ringSamples = ringSamples;
  }

  /** What is placed. */
  TrackInput input() {
    return input;
  }

  /** Nothing more will come: what is missing from now on is not missed. */
  void close() {
    closing = true;
  }

  /** How far behind its arrival a sample is placed. */
  int jitterTarget() {
    return jitterTarget;
  }

  /** The most that it can be held back beyond its jitter target. */
  int mostAhead() {
    return Math.max(0, ringSamples - jitterTarget - RING_TO_SPARE);
  }

  /** Position up to which its own samples have been mixed; the least long before the first. */
  long coveredTo() {
    return coveredTo;
  }

  /**
   * Takes over from other captures with the next frame, after some silence: without waiting, since
   * its place is known, and from now on with this jitter target.
   */
  void enter(int lead, int jitterTarget) {
    this.jitterTarget = jitterTarget;
    entryLead = lead;
    fadedIn = 0;
    waiting = false;
    input.engage();
  }

  /** Another capture takes over; what was pulled last is faded out up to an end within it. */
  void leave(int end) {
    left = true;
    input.relieve();
    CrossFade.out(frame, end);
  }

  /** Whether it is closed and all that it held is mixed, or another capture took over. */
  boolean isFinished() {
    return left || (closing && ring.available() == 0);
  }

  /** Whether its sound comes, as it should for as long as it is captured. */
  boolean isFlowing() {
    return started && !waiting && !closing && !left;
  }

  /** Whether less has arrived than so many frames may need. */
  boolean isShortOf(int frames) {
    return ring.available() <= frames * (FRAME + MOST_SLIPS);
  }

  /** How much later than its source's clock says its latest sound arrived. */
  long delay() {
    return offsets.recent() - offsets.steady();
  }

  /** Nothing arrives any more. */
  void pause() {
    pausedAt = ring.written();
  }

  /** What is missing since the pause will not come: what came after it is placed by its arrival. */
  void abandon() {
    brokenAt = pausedAt;
  }

  /** Reports the gaps that are still open. */
  void finish() {
    gaps.finish();
  }

  /** The samples of the frame that was pulled last. */
  short[] frame() {
    return frame;
  }

  /** The energy of the frame pulled last, or of one up to two frames before it. */
  double energy(int framesBack) {
    return detector.energy(framesBack);
  }

  /**
   * Makes the frame that begins at a position.
   *
   * @return how many of the latest frames are speech
   */
  int pull(long position) {
    gaps.settle(position);
    noticeOverflow(position);
    if (!offsets.areKnown()) {
      Arrays.fill(frame, (short) 0);
      return 0;
    }
    if (fadedIn < CrossFade.SAMPLES) {
      fadeIn(position);
    } else {
      int lead = waiting ? leadOfWaiting(position) : leadOfCorrection(position);
      int slip = lead > 0 || waiting ? 0 : slip(position);
      read(position, lead, slip);
    }
    return detector.accept(Frame.energy(frame, 0, FRAME));
  }

  private void fadeIn(long position) {
    read(position, entryLead, 0);
    fadedIn = CrossFade.in(frame, entryLead, fadedIn);
    entryLead = 0;
    started = true;
  }

  private void noticeOverflow(long position) {
    long lost = ring.dropExcess();
    if (lost > 0) {
      input.overflowed.add(lost);
      long early = -lateness(position, offsets.recent()) - lost;
      gaps.add(Gap.Cause.OVERFLOW, position + Math.max(0, early), lost);
      waiting = true;
      absence = Gap.Cause.OVERFLOW;
    }
  }

  /** How much later than its place the next sample would be mixed, given the source's offset. */
  private long lateness(long position, long offset) {
    return position - jitterTarget - offset - ring.taken();
  }

  /** By both estimates: a delay of the latest arrivals is no lateness that could be taken back. */
  private long lateness(long position) {
    return Math.min(lateness(position, offsets.recent()), lateness(position, offsets.steady()));
  }

  private long earliness(long position) {
    return -lateness(position, offsets.steady());
  }

  private int leadOfWaiting(long position) {
    long lead = -lateness(position, offsets.recent());
    return (int) Math.max(0, Math.min(FRAME, lead));
  }

  /** Puts the track right within a pause; returns the silence to put in. */
  private int leadOfCorrection(long position) {
    if (lateness(position) > TOLERANCE) {
      leaveOutPauses(position);
      cut(position);
      return 0;
    }
    long early = earliness(position);
    if (early > jitterTarget + SPEECH_TOLERANCE) {
      // Only a loss that passed unseen, while no one mixed, makes a track as early as this.
      miss();
      return leadOfWaiting(position);
    }
    return early > TOLERANCE && isPauseAhead() ? (int) Math.min(FRAME, early) : 0;
  }

  private void leaveOutPauses(long position) {
    long late = lateness(position);
    while (late > TOLERANCE && isPauseAhead()) {
      int dropped = (int) Math.min(FRAME, late);
      if (ring.available() < dropped + FRAME) {
        return;
      }
      ring.take(dropped);
      input.droppedInSilence.add(dropped);
      late -= dropped;
    }
  }

  private void cut(long position) {
    long late = lateness(position);
    int longest = ringSamples - jitterTarget;
    long dropped = late - longest / 2;
    if (late > longest * 3L / 4 && ring.available() >= dropped + FRAME) {
      ring.take(dropped);
      input.droppedInSpeech.add(dropped);
      gaps.add(Gap.Cause.CATCH_UP, position, dropped);
    }
  }

  /** Whether no one speaks, nor will within what is looked at and has arrived. */
  private boolean isPauseAhead() {
    if (detector.isSpeaking()) {
      return false;
    }
    for (int i = 0; i < LOOK_AHEAD_FRAMES; i++) {
      if (ring.peek(i * FRAME, scratch, FRAME) < FRAME) {
        return i > 0;
      }
      if (!detector.isQuiet(Frame.energy(scratch, 0, FRAME))) {
        return false;
      }
    }
    return true;
  }

  /** Samples to squeeze out of this frame, negative to stretch it. */
  private int slip(long position) {
    long late = lateness(position);
    long early = earliness(position);
    long error = Math.max(late, early);
    slipping = error > (slipping ? TOLERANCE : SPEECH_TOLERANCE);
    if (!slipping) {
      return 0;
    }
    int slip = (int) Math.max(1, Math.min(MOST_SLIPS, error / SAMPLES_PER_SLIP));
    return late > early ? slip : -slip;
  }

  /** Fills the frame: silence, then samples, then silence if there are too few. */
  private void read(long position, int lead, int slip) {
    int room = FRAME - lead;
    int got = peek(position, room + slip);
    // What does not suffice to squeeze or stretch is taken as it is.
    int wanted = got < room + slip ? room : room + slip;
    Arrays.fill(frame, (short) 0);
    if (got >= wanted) {
      stretch(wanted, lead, room);
    } else {
      System.arraycopy(scratch, 0, frame, lead, got);
    }
    account(position, lead, wanted, Math.min(got, wanted));
  }

  /** Copies the next samples and, for interpolation, one more: the last again if there is none. */
  private int peek(long position, int most) {
    int wanted = (int) Math.min(most, Math.max(0, brokenAt - ring.taken()));
    int got = ring.peek(0, scratch, wanted + 1);
    while (got < 0) {
      noticeOverflow(position);
      got = ring.peek(0, scratch, wanted + 1);
    }
    if (got > 0 && got <= wanted) {
      scratch[got] = scratch[got - 1];
    }
    return Math.min(got, wanted);
  }

  private void stretch(int from, int lead, int to) {
    if (from == to) {
      System.arraycopy(scratch, 0, frame, lead, to);
      return;
    }
    for (int i = 0; i < to; i++) {
      int at = i * from / to;
      int part = i * from % to;
      frame[lead + i] = (short) (scratch[at] + (scratch[at + 1] - scratch[at]) * part / to);
    }
  }

  private void account(long position, int lead, int wanted, int got) {
    ring.take(got);
    boolean wasStarted = started;
    boolean wasWaiting = waiting;
    started |= got > 0;
    int slip = got < wanted ? 0 : wanted - (FRAME - lead);
    int missing = FRAME - lead - got + slip;
    input.mixed.add(got - Math.max(0, slip));
    input.droppedInSpeech.add(Math.max(0, slip));
    input.invented.add((wasStarted ? lead : 0) + Math.max(0, -slip));
    if (wasStarted && wasWaiting) {
      gaps.add(absence, position, lead);
    }
    if (got > 0) {
      waiting = false;
      coveredTo = position + FRAME - Math.max(0, missing);
    }
    if (missing > 0 && !closing) {
      miss(position + FRAME - missing, missing);
    }
  }

  /** What does come is placed by its arrival alone. */
  private void miss() {
    waiting = true;
    absence = Gap.Cause.UNDERRUN;
    brokenAt = Long.MAX_VALUE;
  }

  private void miss(long position, int missing) {
    if (!waiting) {
      miss();
    }
    if (started) {
      input.invented.add(missing);
      gaps.add(absence, position, missing);
    }
  }
}
