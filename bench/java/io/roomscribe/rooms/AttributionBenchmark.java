package io.roomscribe.rooms;

import io.roomscribe.audio.TrackSpeech;
import io.roomscribe.transcription.Utterance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The speakers that the product names for the words of utterances.
 *
 * <p>In the package of what it measures, since attribution is hidden.
 */
public final class AttributionBenchmark {

  private static final long WARM_UP_NS = 3_000_000_000L;
  private static final int ROUNDS = 12;

  private final Attribution attribution;
  private final List<Utterance> utterances;

  /**
   * Attributes utterances to tracks, each of which has the name of its speaker.
   *
   * @param speech who spoke between two ms of the session
   */
  public AttributionBenchmark(
      BiFunction<Long, Long, List<TrackSpeech>> speech,
      List<String> tracks,
      List<Utterance> utterances) {
    Map<String, Speaker> speakers = new HashMap<>();
    tracks.forEach(track -> speakers.put(track, new Speaker(track, track)));
    this.attribution = new Attribution(speech::apply, speakers);
    this.utterances = utterances;
  }

  /** Who was named for each word, strongest first, in the order of the utterances' words. */
  public List<List<String>> named() {
    List<List<String>> named = new ArrayList<>();
    for (Utterance utterance : utterances) {
      for (SpokenLine line : attribution.lines(utterance, 0)) {
        line.words().forEach(word -> named.add(word.speakers()));
      }
    }
    return named;
  }

  /** The time for an utterance in ns: the median of some rounds, after a warm-up. */
  public double nsPerUtterance() {
    long untilNs = System.nanoTime() + WARM_UP_NS;
    while (System.nanoTime() < untilNs) {
      named();
    }
    List<Double> rounds = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      long beganNs = System.nanoTime();
      named();
      rounds.add((double) (System.nanoTime() - beganNs) / utterances.size());
    }
    rounds.sort(Comparator.naturalOrder());
    return rounds.get(ROUNDS / 2);
  }
}
