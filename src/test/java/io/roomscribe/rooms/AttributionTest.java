package io.roomscribe.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomscribe.audio.TrackSpeech;
import io.roomscribe.transcription.Utterance;
import io.roomscribe.transcription.Word;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttributionTest {

  private static final Speaker ANN = new Speaker("ann", "Ann");
  private static final Speaker BOB = new Speaker("bob", "Bob");

  /** Who was active when, as a test writes it down. */
  private record Spoke(String trackId, long fromMs, long toMs, double energy) {}

  private final List<Spoke> spoken = new ArrayList<>();

  @Test
  void lines_oneSpeaker_oneLineWithTheUtterancesText() {
    spoken.add(new Spoke("TR_a", 1000, 2000, 0.1));

    List<SpokenLine> lines = lines(1000, word("good", 0, 400), word("morning.", 450, 1000));

    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).speakers()).containsExactly(ANN);
    assertThat(lines.get(0).text()).isEqualTo("good morning.");
    assertThat(lines.get(0).startMs()).isEqualTo(1000);
    assertThat(lines.get(0).endMs()).isEqualTo(2000);
    assertThat(lines.get(0).words().get(0).speakers()).containsExactly("ann");
  }

  @Test
  void lines_speakerChangesWithoutPause_cutAtTheChange() {
    spoken.add(new Spoke("TR_a", 0, 1000, 0.1));
    spoken.add(new Spoke("TR_b", 1000, 2000, 0.1));

    List<SpokenLine> lines =
        lines(0, word("are", 0, 400), word("you", 500, 900), word("yes", 1100, 1900));

    assertThat(lines).extracting(SpokenLine::text).containsExactly("are you", "yes");
    assertThat(lines.get(0).speakers()).containsExactly(ANN);
    assertThat(lines.get(1).speakers()).containsExactly(BOB);
  }

  @Test
  void lines_bothTalk_wordKeepsBothStrongestFirst() {
    spoken.add(new Spoke("TR_a", 0, 1000, 0.1));
    spoken.add(new Spoke("TR_b", 0, 1000, 0.2));

    List<SpokenLine> lines = lines(0, word("what", 0, 1000));

    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).words().get(0).speakers()).containsExactly("bob", "ann");
    assertThat(lines.get(0).speakers()).containsExactly(BOB, ANN);
  }

  @Test
  void lines_shortInterjection_doesNotTearTheSentence() {
    spoken.add(new Spoke("TR_a", 0, 3000, 0.1));
    spoken.add(new Spoke("TR_b", 1000, 1900, 0.3));

    List<SpokenLine> lines =
        lines(0, word("one", 0, 900), word("two", 1000, 1900), word("three", 2000, 2900));

    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).speakers().get(0)).isEqualTo(ANN);
    assertThat(lines.get(0).words().get(1).speakers()).containsExactly("bob", "ann");
  }

  @Test
  void lines_neighboursMicrophoneHearsFaintly_isNotASpeaker() {
    spoken.add(new Spoke("TR_a", 0, 1000, 0.1));
    spoken.add(new Spoke("TR_b", 0, 1000, 0.0005));

    assertThat(lines(0, word("hello", 0, 1000)).get(0).speakers()).containsExactly(ANN);
  }

  @Test
  void lines_wordJustBesideTheSpeech_takesTheSpeakerWithinSlack() {
    spoken.add(new Spoke("TR_b", 1100, 2000, 0.1));

    assertThat(lines(0, word("late", 900, 1050)).get(0).speakers()).containsExactly(BOB);
  }

  @Test
  void lines_wordWithNobodyActive_takesTheNeighboursSpeaker() {
    spoken.add(new Spoke("TR_a", 0, 1000, 0.1));

    List<SpokenLine> lines = lines(0, word("one", 0, 900), word("two", 5000, 5500));

    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).words().get(1).speakers()).containsExactly("ann");
  }

  @Test
  void lines_nobodyActiveAtAll_saysNobody() {
    assertThat(lines(0, word("noise", 0, 500)).get(0).speakers()).isEmpty();
  }

  @Test
  void lines_wholeRoomIsStrongest_saysNobodyThoughOthersWereHeard() {
    spoken.add(new Spoke("room", 0, 1000, 0.2));
    spoken.add(new Spoke("TR_a", 0, 600, 0.1));

    List<SpokenLine> lines = lines(0, word("hello", 0, 1000));

    assertThat(lines.get(0).speakers()).isEmpty();
    assertThat(lines.get(0).words().get(0).speakers()).isEmpty();
  }

  @Test
  void lines_captureChangesToTheWholeRoom_cutThereAndNobodyIsNamedAfterwards() {
    spoken.add(new Spoke("TR_a", 0, 1000, 0.1));
    spoken.add(new Spoke("room", 1000, 4000, 0.1));

    List<SpokenLine> lines =
        lines(0, word("one", 0, 900), word("two", 1100, 1900), word("three", 2000, 2900));

    assertThat(lines).extracting(SpokenLine::text).containsExactly("one", "two three");
    assertThat(lines.get(0).speakers()).containsExactly(ANN);
    assertThat(lines.get(1).speakers()).isEmpty();
  }

  @Test
  void lines_silentWordBesideTheWholeRoom_doesNotBorrowAName() {
    spoken.add(new Spoke("TR_a", 0, 1000, 0.1));
    spoken.add(new Spoke("room", 5000, 6000, 0.1));

    List<SpokenLine> lines =
        lines(0, word("one", 0, 900), word("two", 3000, 3500), word("three", 5000, 5900));

    assertThat(lines).extracting(SpokenLine::text).containsExactly("one", "two three");
    assertThat(lines.get(1).speakers()).isEmpty();
    assertThat(lines.get(1).words()).allMatch(word -> word.speakers().isEmpty());
  }

  @Test
  void lines_captureChangesBackToTracks_namesAreKnownAgain() {
    spoken.add(new Spoke("room", 0, 1000, 0.1));
    spoken.add(new Spoke("TR_b", 1000, 2000, 0.1));

    List<SpokenLine> lines = lines(0, word("one", 0, 900), word("two", 1100, 1900));

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0).speakers()).isEmpty();
    assertThat(lines.get(1).speakers()).containsExactly(BOB);
  }

  @Test
  void lines_withoutWords_attributesTheWholeUtterance() {
    spoken.add(new Spoke("TR_b", 500, 1500, 0.1));

    List<SpokenLine> lines = attribution().lines(utterance("bare text", 0, 1000, List.of()), 500);

    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).speakers()).containsExactly(BOB);
    assertThat(lines.get(0).startMs()).isEqualTo(500);
  }

  private List<SpokenLine> lines(long offsetMs, Word... words) {
    List<Word> all = List.of(words);
    String text = String.join(" ", all.stream().map(Word::text).toList());
    long endMs = all.get(all.size() - 1).endMs();
    return attribution().lines(utterance(text, all.get(0).startMs(), endMs, all), offsetMs);
  }

  private Attribution attribution() {
    return new Attribution(this::between, Map.of("TR_a", ANN, "TR_b", BOB));
  }

  private List<TrackSpeech> between(long fromMs, long toMs) {
    List<TrackSpeech> found = new ArrayList<>();
    for (Spoke spoke : spoken) {
      long shared = Math.min(toMs, spoke.toMs()) - Math.max(fromMs, spoke.fromMs());
      if (shared > 0) {
        double share = (double) shared / (toMs - fromMs);
        found.add(new TrackSpeech(spoke.trackId(), share, spoke.energy()));
      }
    }
    found.sort(Comparator.comparingDouble(TrackSpeech::energy).reversed());
    return found;
  }

  private static Word word(String text, long startMs, long endMs) {
    return new Word(text, startMs, endMs, 1);
  }

  private static Utterance utterance(String text, long startMs, long endMs, List<Word> words) {
    return new Utterance("u", 0, true, startMs, endMs, text, "en", 0.9, words);
  }
}
