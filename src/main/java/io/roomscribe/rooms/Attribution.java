package io.roomscribe.rooms;

import io.roomscribe.audio.TrackSpeech;
import io.roomscribe.transcription.Utterance;
import io.roomscribe.transcription.Word;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says who spoke: each word goes to the participants whose tracks carried speech at that time, and
 * an utterance is cut into lines where the speaker changes.
 *
 * <p>A track counts as speaking a word when it was active for a good part of it and is not much
 * weaker than the strongest track: what is 20 dB down is the strong voice picked up by a
 * neighbour's microphone. A word at which nobody was active takes the speaker of the word before or
 * after it: recognisers place words with an error of about a tenth of a second.
 *
 * <p>Absent: where a capture of the whole room is the strongest, nobody can tell who spoke. Such a
 * word has no speaker, begins a line of its own, and keeps the words beside it at which nobody was
 * active from being given to anyone.
 *
 * <p>A line goes on as long as its speaker is among those of the next word, so that people talking
 * over each other do not tear each other's sentences into single words.
 *
 * <p>Units: ms since the session's position zero. Threading: none of its own; called on the room
 * lane.
 */
final class Attribution {

  /** Where the tracks' speech is looked up. */
  @FunctionalInterface
  interface SpeechLookup {

    /** Tracks that spoke in the interval, strongest first. */
    List<TrackSpeech> between(long fromMs, long toMs);
  }

  private static final double LEAST_ACTIVE_SHARE = 0.3;

  /** 20 dB in energy. */
  private static final double CROSSTALK_RATIO = 0.01;

  /**
   * Who says less of a line than this, compared with its main speaker, is named at the words only.
   */
  private static final double LEAST_LINE_SHARE = 0.2;

  /** How far recognisers misplace the edges of a word. */
  private static final long SLACK_MS = 120;

  private final SpeechLookup speech;
  private final Map<String, Speaker> speakersByTrack;

  Attribution(SpeechLookup speech, Map<String, Speaker> speakersByTrack) {
    this.speech = speech;
    this.speakersByTrack = speakersByTrack;
  }

  /** The lines of an utterance whose times are {@code offsetMs} later in the session. */
  List<SpokenLine> lines(Utterance utterance, long offsetMs) {
    if (utterance.words().isEmpty()) {
      return List.of(wholeLine(utterance, offsetMs));
    }
    List<SpokenWord> words = new ArrayList<>();
    BitSet anybodys = new BitSet();
    for (Word word : utterance.words()) {
      Voices voices = voices(word, offsetMs);
      anybodys.set(words.size(), voices.anybodys());
      words.add(
          new SpokenWord(
              word.text(),
              word.startMs() + offsetMs,
              word.endMs() + offsetMs,
              word.confidence(),
              voices.identities()));
    }
    fillUnknown(words, anybodys);
    return cut(words, utterance);
  }

  /**
   * Who was heard.
   *
   * @param identities strongest first
   * @param anybodys whether a capture of the whole room was strongest
   */
  private record Voices(List<String> identities, boolean anybodys) {

    boolean isNobody() {
      return identities.isEmpty() && !anybodys;
    }
  }

  private SpokenLine wholeLine(Utterance utterance, long offsetMs) {
    long startMs = utterance.startMs() + offsetMs;
    long endMs = utterance.endMs() + offsetMs;
    return new SpokenLine(
        speakers(voices(startMs, endMs).identities()),
        utterance.text(),
        startMs,
        endMs,
        utterance.confidence(),
        List.of());
  }

  private Voices voices(Word word, long offsetMs) {
    long startMs = word.startMs() + offsetMs;
    long endMs = word.endMs() + offsetMs;
    Voices exact = voices(startMs, endMs);
    return exact.isNobody() ? voices(startMs - SLACK_MS, endMs + SLACK_MS) : exact;
  }

  private Voices voices(long fromMs, long toMs) {
    List<TrackSpeech> heard = speech.between(fromMs, toMs);
    if (heard.isEmpty()) {
      return new Voices(List.of(), false);
    }
    TrackSpeech strongest = heard.get(0);
    if (!speakersByTrack.containsKey(strongest.trackId())) {
      return new Voices(List.of(), true);
    }
    List<String> identities = new ArrayList<>();
    for (TrackSpeech track : heard) {
      Speaker speaker = speakersByTrack.get(track.trackId());
      boolean speaks =
          track.equals(strongest)
              || (track.activeShare() >= LEAST_ACTIVE_SHARE
                  && track.energy() >= CROSSTALK_RATIO * strongest.energy());
      if (speaks && speaker != null && !identities.contains(speaker.identity())) {
        identities.add(speaker.identity());
      }
    }
    return new Voices(identities, false);
  }

  /** Between two words that are anybody's, or beside one, a silent word may be anybody's too. */
  private static void fillUnknown(List<SpokenWord> words, BitSet anybodys) {
    for (int i = 0; i < words.size(); i++) {
      if (!words.get(i).speakers().isEmpty() || anybodys.get(i)) {
        continue;
      }
      int end = i;
      while (end < words.size() && words.get(end).speakers().isEmpty() && !anybodys.get(end)) {
        end++;
      }
      boolean isBesideAnybodys = (i > 0 && anybodys.get(i - 1)) || anybodys.get(end);
      List<String> speakers = isBesideAnybodys ? List.of() : neighbours(words, i, end);
      for (; i < end; i++) {
        words.set(i, withSpeakers(words.get(i), speakers));
      }
    }
  }

  /** Who speaks before the words, or else after them. */
  private static List<String> neighbours(List<SpokenWord> words, int from, int to) {
    if (from > 0) {
      return words.get(from - 1).speakers();
    }
    return to < words.size() ? words.get(to).speakers() : List.of();
  }

  private static SpokenWord withSpeakers(SpokenWord word, List<String> speakers) {
    return new SpokenWord(word.text(), word.startMs(), word.endMs(), word.confidence(), speakers);
  }

  private List<SpokenLine> cut(List<SpokenWord> words, Utterance utterance) {
    List<SpokenLine> lines = new ArrayList<>();
    List<SpokenWord> run = new ArrayList<>();
    String holder = "";
    for (SpokenWord word : words) {
      boolean goesOn =
          holder.isEmpty() ? word.speakers().isEmpty() : word.speakers().contains(holder);
      if (!run.isEmpty() && !goesOn) {
        lines.add(line(run, utterance));
        run = new ArrayList<>();
      }
      if (run.isEmpty()) {
        holder = word.speakers().isEmpty() ? "" : word.speakers().get(0);
      }
      run.add(word);
    }
    lines.add(line(run, utterance));
    return lines.size() == 1 ? List.of(withText(lines.get(0), utterance.text())) : lines;
  }

  /** The utterance's own text keeps the spacing that the recogniser chose. */
  private static SpokenLine withText(SpokenLine line, String text) {
    return new SpokenLine(
        line.speakers(), text, line.startMs(), line.endMs(), line.confidence(), line.words());
  }

  private SpokenLine line(List<SpokenWord> words, Utterance utterance) {
    StringBuilder text = new StringBuilder();
    Map<String, Integer> wordsByIdentity = new LinkedHashMap<>();
    for (SpokenWord word : words) {
      text.append(text.isEmpty() ? "" : " ").append(word.text());
      // The strongest counts a little more, so that a tie goes to who was louder.
      int weight = 3;
      for (String identity : word.speakers()) {
        wordsByIdentity.merge(identity, weight, Integer::sum);
        weight = 2;
      }
    }
    return new SpokenLine(
        speakers(ofWeight(wordsByIdentity)),
        text.toString(),
        words.get(0).startMs(),
        words.get(words.size() - 1).endMs(),
        utterance.confidence(),
        words);
  }

  private static List<String> ofWeight(Map<String, Integer> weights) {
    int most = weights.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    return weights.entrySet().stream()
        .filter(entry -> entry.getValue() >= LEAST_LINE_SHARE * most)
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .map(Map.Entry::getKey)
        .toList();
  }

  private List<Speaker> speakers(List<String> identities) {
    List<Speaker> found = new ArrayList<>();
    for (String identity : identities) {
      speakersByTrack.values().stream()
          .filter(speaker -> speaker.identity().equals(identity))
          .findFirst()
          .ifPresent(found::add);
    }
    return found;
  }
}
