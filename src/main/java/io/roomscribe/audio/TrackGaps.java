package io.roomscribe.audio;

import java.util.ArrayList;
import java.util.List;

/**
 * Joins the missing stretches of one track into gaps.
 *
 * <p>Stretches of one cause less than 100 ms apart are one gap. It goes to the log once it is over,
 * or when it is 10 s long: a capture that is dead shows before it ends.
 *
 * <p>Units: positions at 48 kHz in, at 16 kHz in the log.
 *
 * <p>Threading: confined to the mixing thread.
 */
final class TrackGaps {
  private static final long APART_SAMPLES = Frame.wireSamples(100);
  private static final long LONGEST_SAMPLES = Frame.wireSamples(10_000);

  private final String trackId;
  private final GapLog log;
  private final List<Stretch> stretches = new ArrayList<>();

  /** Gaps of a track, for a log. */
  TrackGaps(String trackId, GapLog log) {
    this.trackId = trackId;
    this.log = log;
    for (Gap.Cause cause : Gap.Cause.values()) {
      stretches.add(new Stretch(cause));
    }
  }

  /** Notes that samples are missing from a position on. */
  void add(Gap.Cause cause, long position, long samples) {
    for (Stretch stretch : stretches) {
      if (stretch.cause == cause && samples > 0) {
        settle(stretch, position);
        stretch.widen(position, position + samples);
      }
    }
  }

  /** Logs what is over at this position. */
  void settle(long position) {
    for (int i = 0; i < stretches.size(); i++) {
      settle(stretches.get(i), position);
    }
  }

  /** Logs everything: the capture has ended. */
  void finish() {
    stretches.forEach(this::log);
  }

  private void settle(Stretch stretch, long position) {
    boolean isOver = position > stretch.to + APART_SAMPLES;
    if (isOver || stretch.to - stretch.from >= LONGEST_SAMPLES) {
      log(stretch);
    }
  }

  private void log(Stretch stretch) {
    if (stretch.isOpen()) {
      long from = stretch.from / Frame.DECIMATION;
      log.add(new Gap(trackId, from, stretch.to / Frame.DECIMATION, stretch.cause));
      stretch.from = stretch.to;
    }
  }

  /** What is missing for one cause; open unless it is empty. */
  private static final class Stretch {
    private final Gap.Cause cause;
    private long from;
    private long to;

    Stretch(Gap.Cause cause) {
      this.cause = cause;
    }

    boolean isOpen() {
      return to > from;
    }

    void widen(long begin, long end) {
      boolean wasOpen = isOpen();
      from = wasOpen ? from : begin;
      to = wasOpen ? Math.max(to, end) : end;
    }
  }
}
