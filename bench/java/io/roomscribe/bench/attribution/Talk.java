package io.roomscribe.bench.attribution;

import io.roomscribe.standin.speech.Conversation;
import io.roomscribe.standin.speech.Resample;
import io.roomscribe.transcription.Utterance;
import io.roomscribe.transcription.Word;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Recorded voices in an order of our own, each clip beginning when a share of the one before has
 * been said, and what a recogniser would make of them.
 *
 * <p>Words are spread over their clip by their letters: the clips have no times of words.
 *
 * @param speakers who may speak
 * @param voices s16 mono at 48 kHz, one for each speaker, of the same length
 * @param spoken what was said, in order of time
 */
record Talk(List<String> speakers, short[][] voices, List<Spoken> spoken) {

  static final int RATE_KHZ = 48;

  private static final int PAUSE_MS = 600;
  private static final int MISPLACED_MS = 100;
  private static final int LONGEST_MS = 15_000;

  /**
   * A word.
   *
   * @param speaker index of who says it
   */
  record Spoken(int speaker, String text, long startMs, long endMs) {}

  private record Placed(int speaker, Conversation.Clip clip, int startMs, int endMs) {}

  /**
   * One after the other, a pause between them.
   *
   * @param rounds how often everything is said
   */
  static Talk inTurns(int rounds) {
    return of(rounds, 1);
  }

  /** Each begins when half of what was said before it is over. */
  static Talk overEachOther(int rounds) {
    return of(rounds, 0.5);
  }

  private static Talk of(int rounds, double share) {
    Conversation conversation = Conversation.load();
    List<Conversation.Participant> people = conversation.participants();
    List<Placed> placed = new ArrayList<>();
    int[] freeFromMs = new int[people.size()];
    int nextMs = PAUSE_MS;
    for (int i = 0; i < rounds * 3 * people.size(); i++) {
      int speaker = i % people.size();
      List<Conversation.Clip> clips = people.get(speaker).clips();
      Conversation.Clip clip = clips.get(i / people.size() % clips.size());
      int startMs = Math.max(nextMs, freeFromMs[speaker]);
      int lengthMs = clip.endMs() - clip.startMs();
      placed.add(new Placed(speaker, clip, startMs, startMs + lengthMs));
      freeFromMs[speaker] = startMs + lengthMs + PAUSE_MS;
      nextMs = startMs + (int) (share * lengthMs) + (share < 1 ? 0 : PAUSE_MS);
    }
    return laidOut(people.stream().map(Conversation.Participant::identity).toList(), placed);
  }

  private static Talk laidOut(List<String> speakers, List<Placed> placed) {
    int endMs = placed.stream().mapToInt(Placed::endMs).max().orElse(0) + 2 * PAUSE_MS;
    short[][] voices = new short[speakers.size()][endMs * RATE_KHZ];
    List<Spoken> spoken = new ArrayList<>();
    for (Placed each : placed) {
      short[] stereo = Resample.to48kStereo(each.clip().pcm16k());
      for (int i = 0; i < stereo.length / 2; i++) {
        voices[each.speaker()][each.startMs() * RATE_KHZ + i] = stereo[2 * i];
      }
      spoken.addAll(words(each));
    }
    spoken.sort(Comparator.comparingLong(Spoken::startMs));
    return new Talk(speakers, voices, spoken);
  }

  private static List<Spoken> words(Placed clip) {
    List<Spoken> words = new ArrayList<>();
    String text = clip.clip().text();
    double msPerLetter = (double) (clip.endMs() - clip.startMs()) / (text.length() + 1);
    int letters = 0;
    for (String word : text.split(" ")) {
      long startMs = clip.startMs() + Math.round(letters * msPerLetter);
      letters += word.length() + 1;
      long endMs = clip.startMs() + Math.round(letters * msPerLetter);
      words.add(new Spoken(clip.speaker(), word, startMs, endMs));
    }
    return words;
  }

  /** How much of the time in which somebody speaks more than one does, 0..1. */
  double overlap() {
    int[] speaking = new int[voices[0].length / RATE_KHZ];
    for (Spoken word : spoken) {
      for (long ms = word.startMs(); ms < word.endMs(); ms++) {
        speaking[(int) ms]++;
      }
    }
    double some = 0;
    double several = 0;
    for (int count : speaking) {
      some += count > 0 ? 1 : 0;
      several += count > 1 ? 1 : 0;
    }
    return several / some;
  }

  /** As they are heard so much later, cut at pauses of 0.3 s. */
  List<Utterance> utterances(int laterMs) {
    Random random = new Random(4);
    List<Utterance> utterances = new ArrayList<>();
    List<Word> words = new ArrayList<>();
    long startMs = 0;
    long endMs = 0;
    for (Spoken word : spoken) {
      if (!words.isEmpty() && (word.startMs() > endMs + 300 || endMs - startMs > LONGEST_MS)) {
        utterances.add(utterance(words));
        words = new ArrayList<>();
      }
      startMs = words.isEmpty() ? word.startMs() : startMs;
      endMs = Math.max(endMs, word.endMs());
      long misplacedMs = laterMs + random.nextInt(2 * MISPLACED_MS + 1) - MISPLACED_MS;
      words.add(
          new Word(word.text(), word.startMs() + misplacedMs, word.endMs() + misplacedMs, 0.9));
    }
    utterances.add(utterance(words));
    return utterances;
  }

  private static Utterance utterance(List<Word> words) {
    long startMs = words.get(0).startMs();
    long endMs = words.get(words.size() - 1).endMs();
    return new Utterance("u" + startMs, 0, true, startMs, endMs, "", "en", 0.9, words);
  }
}
