package io.roomscribe.standin.gladia;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomscribe.standin.speech.Conversation;
import io.roomscribe.standin.speech.Conversation.Clip;
import io.roomscribe.standin.speech.WordErrorRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SpeechEngineTest {

  private static final double BOUND = 0.25;

  @Test
  @Timeout(value = 4, unit = TimeUnit.MINUTES)
  void sphinx4_recordedSentence_isUnderstoodWithTimes() {
    Clip clip = Conversation.loadShort().participants().get(0).clips().get(0);
    short[] spoken = clip.pcm16k();
    short[] audio = new short[spoken.length + 16_000];
    System.arraycopy(spoken, 0, audio, 8_000, spoken.length);
    Notes notes = new Notes();
    try (Recogniser recogniser = Recognisers.of(StandInOptions.Engine.SPHINX4)) {
      Recogniser.Ear ear = recogniser.listen(new Recogniser.Listening(0.4, 15, List.of()), notes);
      ear.hear(audio);
      ear.finish();
    }

    assertThat(WordErrorRate.of(clip.text(), notes.text()).rate()).isLessThanOrEqualTo(BOUND);
    assertThat(notes.words)
        .first()
        .satisfies(word -> assertThat(word.startS()).isBetween(0.4, 0.8));
    assertThat(notes.words).last().satisfies(word -> assertThat(word.endS()).isBetween(3.7, 4.3));
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
      // Whether any comes depends on how quick the engine is.
    }

    @Override
    public void onFinal(List<HeardWord> settled) {
      words.addAll(settled);
    }
  }
}
