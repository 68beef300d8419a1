package io.roomscribe.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * How a session listens, as the caller asked or as configured.
 *
 * @param languages ISO 639-1 codes; empty lets the recogniser detect
 * @param codeSwitching several languages may alternate
 * @param vocabulary names and words to expect
 * @param partials show captions before they are settled
 * @param endpointing seconds of silence that end an utterance, 0.01..10
 * @param capture auto, tracks, room or rtmp: by which egresses the room is captured
 * @param recording the room's audio is kept
 */
public record SessionOptions(
    List<String> languages,
    boolean codeSwitching,
    List<String> vocabulary,
    boolean partials,
    double endpointing,
    String capture,
    Boolean recording) {

  private static final int MOST_LANGUAGES = 20;
  private static final int MOST_WORDS = 1_000;
  private static final int LONGEST_WORD = 200;
  private static final Pattern LANGUAGE = Pattern.compile("[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})?");

  /**
   * Keeps the lists unmodifiable; sessions of earlier versions were stored without the last two.
   */
  public SessionOptions {
    capture = Objects.requireNonNullElse(capture, CaptureMode.TRACKS.text());
    recording = Objects.requireNonNullElse(recording, false);
    languages = List.copyOf(languages);
    vocabulary = List.copyOf(vocabulary);
  }

  CaptureMode captureMode() {
    return CaptureMode.of(capture).orElse(CaptureMode.AUTO);
  }

  /** What is wrong with these options, each as a sentence; empty when nothing is. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    if (languages.size() > MOST_LANGUAGES) {
      faults.add("options.languages: at most " + MOST_LANGUAGES);
    }
    for (String language : languages) {
      if (!LANGUAGE.matcher(language).matches()) {
        faults.add("options.languages: not a language code: " + language);
      }
    }
    if (vocabulary.size() > MOST_WORDS) {
      faults.add("options.vocabulary: at most " + MOST_WORDS + " entries");
    }
    if (vocabulary.stream().anyMatch(word -> word.isBlank() || word.length() > LONGEST_WORD)) {
      faults.add("options.vocabulary: each entry has 1 to " + LONGEST_WORD + " characters");
    }
    if (!(endpointing >= 0.01 && endpointing <= 10)) {
      faults.add("options.endpointing: 0.01 to 10 seconds");
    }
    if (CaptureMode.of(capture).isEmpty()) {
      faults.add("options.capture: one of auto, tracks, room, rtmp");
    }
    return faults;
  }
}
