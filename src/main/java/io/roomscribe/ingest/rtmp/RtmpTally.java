package io.roomscribe.ingest.rtmp;

import java.util.concurrent.atomic.LongAdder;

/** What happened since the start. Threading: safe from any thread. */
final class RtmpTally {

  private final LongAdder admitted = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder restarts = new LongAdder();

  void admitted() {
    admitted.increment();
  }

  void refused() {
    refused.increment();
  }

  /** An FFmpeg died, and unless too many did another one follows. */
  void restarted() {
    restarts.increment();
  }

  /**
   * The numbers.
   *
   * @param live publishers connected now
   */
  RtmpFigures figures(int live) {
    return new RtmpFigures(live, admitted.sum(), refused.sum(), restarts.sum());
  }
}
