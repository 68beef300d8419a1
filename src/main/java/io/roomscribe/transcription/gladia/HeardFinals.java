package io.roomscribe.transcription.gladia;

import io.roomscribe.transcription.Utterance;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which finals have been reported, so that each is reported once.
 *
 * <p>Threading: confined to the stream's lane. Memory: an id and a time span per final.
 */
final class HeardFinals {

  private final Set<String> ids = new HashSet<>();
  private final List<Span> spans = new ArrayList<>();

  /** The final with this id has been reported. */
  boolean contains(String id) {
    return ids.contains(id);
  }

  /** Notes a final; false when its id was noted before. */
  boolean add(Utterance utterance) {
    if (!ids.add(utterance.id())) {
      return false;
    }
    spans.add(new Span(utterance.channel(), utterance.startMs(), utterance.endMs()));
    return true;
  }

  /**
   * Most of the utterance's time is covered by finals of its channel: for utterances without an id,
   * which the result may have cut in other places than the live messages.
   */
  boolean covers(Utterance utterance) {
    long length = Math.max(1, utterance.endMs() - utterance.startMs());
    long covered =
        spans.stream()
            .filter(span -> span.channel == utterance.channel())
            .mapToLong(span -> span.overlap(utterance.startMs(), utterance.startMs() + length))
            .sum();
    return covered * 2 >= length;
  }

  private record Span(int channel, long startMs, long endMs) {

    long overlap(long fromMs, long toMs) {
      return Math.max(0, Math.min(endMs, toMs) - Math.max(startMs, fromMs));
    }
  }
}
