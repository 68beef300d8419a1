package io.roomscribe.demo;

import io.roomscribe.standin.livekit.SoundWitness;
import io.roomscribe.standin.livekit.StandInTrack;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * When the egress sent what each participant said.
 *
 * <p>Units: {@link System#nanoTime()}. Threading: written by the pacing thread, read by any.
 */
final class SendLog implements SoundWitness {

  private static final long PIECE_NANOS = 10_000_000;

  private final Map<String, NavigableMap<Long, Long>> sent = new ConcurrentHashMap<>();

  @Override
  public void sent(StandInTrack track, long pieceNanos, long sentNanos) {
    note(track.owner().identity(), pieceNanos, sentNanos);
  }

  /** Of two egresses that carry the same piece the first counts. */
  void note(String identity, long pieceNanos, long sentNanos) {
    sent.computeIfAbsent(identity, ignored -> new ConcurrentSkipListMap<>())
        .putIfAbsent(pieceNanos, sentNanos);
  }

  /** When what a participant said at a moment was sent; empty if it was not. */
  OptionalLong sentNanos(String identity, long spokenNanos) {
    NavigableMap<Long, Long> pieces = sent.get(identity);
    Map.Entry<Long, Long> piece = pieces == null ? null : pieces.floorEntry(spokenNanos);
    return piece == null || spokenNanos - piece.getKey() >= PIECE_NANOS
        ? OptionalLong.empty()
        : OptionalLong.of(piece.getValue());
  }
}
