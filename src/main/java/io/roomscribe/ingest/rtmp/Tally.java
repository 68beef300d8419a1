package io.roomscribe.ingest.rtmp;

import java.util.concurrent.atomic.LongAdder;

/** Counts what {@link RtmpCounts} tells. Threading: safe from any thread. */
final class Tally {

  final LongAdder connections = new LongAdder();
  final LongAdder turnedAway = new LongAdder();
  final LongAdder published = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder violations = new LongAdder();
  final LongAdder dropped = new LongAdder();

  RtmpCounts counts(int live) {
    return new RtmpCounts(
        connections.sum(),
        turnedAway.sum(),
        published.sum(),
        refused.sum(),
        violations.sum(),
        dropped.sum(),
        live);
  }
}
