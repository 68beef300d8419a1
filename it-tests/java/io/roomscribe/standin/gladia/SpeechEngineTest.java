package io.roomscribe.standin.gladia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomscribe.standin.speech.Conversation;
import io.roomscribe.standin.speech.Conversation.Clip;
import io.roomscribe.standin.speech.WordErrorRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SpeechEngineTest {

  private static final double BOUND = 0.25;

  @Test
  @Timeout(value = 4, unit = TimeUnit.MINUTES)
  void sphinx4_sentenceSaidTwice_isUnderstoodWithPartialsAndTimes() {
    hearsASentenceTwice(StandInOptions.Engine.SPHINX4);
  }

  @Test
  @Timeout(value = 4, unit = TimeUnit.MINUTES)
  void pocketSphinx_sentenceSaidTwice_isUnderstoodWithPartialsAndTimes() {
    assumeTrue(PocketSphinxDecoding.isInstalled(), "libpocketsphinx3 is not installed");
    hearsASentenceTwice(StandInOptions.Engine.POCKETSPHINX);
  }

  private static void hearsASentenceTwice(StandInOptions.Engine engine) {
    Clip clip = Conversation.loadShort().participants().get(0).clips().get(0);
    short[] spoken = clip.pcm16k();
    short[] audio = new short[16_000 * 11];
    System.arraycopy(spoken, 0, audio, 8_000, spoken.length);
    System.arraycopy(spoken, 0, audio, 16_000 * 6, spoken.length);
    Notes notes = new Notes();
    try (Recogniser recogniser = Recognisers.of(engine)) {
      Recogniser.Ear ear = recogniser.listen(new Recogniser.Listening(0.4, 15, List.of()), notes);
      ear.hear(audio);
      ear.finish();
    }

    String twice = clip.text() + " " + clip.text();
    assertThat(WordErrorRate.of(twice, notes.text()).rate()).isLessThanOrEqualTo(BOUND);
    assertThat(notes.finals).hasSize(2);
    assertThat(notes.partialsBeforeFinals).containsOnlyKeys(0, 1);
    assertThat(notes.partialsBeforeFinals.values()).allMatch(partials -> partials >= 2);
    assertThat(notes.finals.get(0).get(0).startS()).isBetween(0.4, 0.9);
    assertThat(notes.finals.get(1).get(0).startS()).isBetween(5.9, 6.4);
    assertThat(notes.words).last().satisfies(word -> assertThat(word.endS()).isBetween(9.2, 9.8));
  }

  @Test
  void listening_vocabularyOfTheRequest_isOnlyTakenWhenSwitchedOn() {
    JsonNode words = Json.parse("{\"vocabulary\":[\"Roomscribe\",{\"value\":\"LiveKit\"}]}");
    var on = Json.object();
    on.putObject("realtime_processing")
        .put("custom_vocabulary", true)
        .set("custom_vocabulary_config", words);

    assertThat(SessionRequest.errors(on)).isEmpty();
    assertThat(Set.copyOf(new SessionRequest(on).listening().vocabulary()))
        .isEqualTo(Set.of("Roomscribe", "LiveKit"));
    on.withObject("/realtime_processing").put("custom_vocabulary", false);
    assertThat(new SessionRequest(on).listening().vocabulary()).isEmpty();
  }

  private static final class Notes implements Recogniser.Listener {

    private final List<HeardWord> words = new ArrayList<>();

    private final List<List<HeardWord>> finals = new CopyOnWriteArrayList<>();

    /** Of more than a word, by how many finals came before. */
    private final Map<Integer, Integer> partialsBeforeFinals = new ConcurrentHashMap<>();

    private String text() {
      return String.join(" ", words.stream().map(HeardWord::text).toList());
    }

    @Override
    public void onSpeechStart(double timeS) {
      // Not of interest here.
    }

    @Override
    public void onSpeechEnd(double timeS) {
      // Not of interest here.
    }

    @Override
    public void onPartial(List<HeardWord> soFar) {
      if (soFar.size() > 1) {
        partialsBeforeFinals.merge(finals.size(), 1, Integer::sum);
      }
    }

    @Override
    public void onFinal(List<HeardWord> settled) {
      finals.add(settled);
      words.addAll(settled);
    }
  }
}
