package io.roomscribe.transcription;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a stream listens.
 *
 * @param sampleRateHz rate of the samples that will be sent
 * @param channels 1..8, interleaved
 * @param languages ISO 639-1 codes; empty lets the service detect
 * @param codeSwitching several languages may alternate
 * @param vocabulary words and names to expect
 * @param partials report partial utterances too
 * @param endpointing silence that ends an utterance
 * @param maxUtterance longest utterance before one is cut
 * @param metadata returned by the service with the result, to find it again
 */
public record StreamOptions(
    int sampleRateHz,
    int channels,
    List<String> languages,
    boolean codeSwitching,
    List<String> vocabulary,
    boolean partials,
    Duration endpointing,
    Duration maxUtterance,
    Map<String, String> metadata) {

  /** Keeps the collections unmodifiable. */
  public StreamOptions {
    languages = List.copyOf(languages);
    vocabulary = List.copyOf(vocabulary);
    metadata = Map.copyOf(metadata);
  }
}
