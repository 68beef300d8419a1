package io.roomscribe.standin.gladia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.roomscribe.standin.speech.Resample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ToneAlphabetTest {

  private static final String TEXT = "hello all 1,000 committee's zzz? a b 42 bookkeeper!";

  private final List<List<HeardWord>> finals = new ArrayList<>();
  private final List<String> events = new ArrayList<>();

  @Test
  void decode_encodedText_yieldsItsWords() {
    hear(withSilence(ToneAlphabet.encode(TEXT)), 0.3);

    assertThat(texts()).isEqualTo(List.of(TEXT.split(" ")));
    assertThat(events).startsWith("start").endsWith("end");
  }

  @Test
  void decode_through48kInNoise_yieldsItsWords() {
    short[] mono = Resample.to16kMono(Resample.to48kStereo(ToneAlphabet.encode(TEXT)));

    hear(withNoise(withSilence(mono), 300), 0.3);

    assertThat(texts()).isEqualTo(List.of(TEXT.split(" ")));
  }

  @Test
  void decode_atAnyOffsetAndLevel_yieldsItsWords() {
    for (int offset = 0; offset < 160; offset += 23) {
      finals.clear();
      short[] quiet = ToneAlphabet.encode("offset tests");
      for (int i = 0; i < quiet.length; i++) {
        quiet[i] /= 4;
      }
      short[] audio = new short[16_000 + quiet.length + 16_000];
      System.arraycopy(quiet, 0, audio, 16_000 + offset, quiet.length);

      hear(audio, 0.3);

      assertThat(texts()).containsExactly("offset", "tests");
    }
  }

  @Test
  void decode_twoSpeakersAtOnce_hearsNeitherRatherThanWrongly() {
    short[] one = ToneAlphabet.encode("alpha bravo charlie");
    short[] other = ToneAlphabet.encode("delta echo foxtrot");
    for (int i = 0; i < Math.min(one.length, other.length); i++) {
      one[i] += other[i];
    }

    hear(withSilence(one), 0.3);

    assertThat(List.of("alpha", "bravo", "charlie", "delta", "echo", "foxtrot"))
        .containsAll(texts());
  }

  @Test
  void decode_audioWithAHole_dropsTheDamagedWordOnly() {
    short[] audio = withSilence(ToneAlphabet.encode("first second third"));
    int inSecond = 16_000 + 16 * (ToneAlphabet.durationMs("first") + 200);
    System.arraycopy(audio, inSecond + 1600, audio, inSecond, audio.length - inSecond - 1600);

    hear(audio, 0.3);

    assertThat(texts()).containsExactly("first", "third");
  }

  @Test
  void decode_words_haveTheirTimes() {
    hear(withSilence(ToneAlphabet.encode("one two")), 0.3);

    List<HeardWord> words = finals.get(0);
    assertThat(words.get(0).startS()).isCloseTo(1.0, within(0.03));
    assertThat(words.get(0).endS()).isCloseTo(1.28, within(0.03));
    assertThat(words.get(1).startS()).isCloseTo(1.4, within(0.03));
  }

  @Test
  void decode_endpointing_cutsUtterancesAtLongerPausesOnly() {
    short[] audio = new short[16_000 * 6];
    place(ToneAlphabet.encode("one two"), audio, 1000);
    place(ToneAlphabet.encode("three"), audio, 3500);

    hear(audio, 0.5);

    assertThat(finals).hasSize(2);
  }

  private void hear(short[] audio, double endpointingS) {
    Recogniser.Ear ear =
        new ToneRecogniser()
            .listen(new Recogniser.Listening(endpointingS, 30, List.of()), new Notes());
    for (int at = 0; at < audio.length; at += 1600) {
      ear.hear(Arrays.copyOfRange(audio, at, Math.min(audio.length, at + 1600)));
    }
    ear.finish();
  }

  private List<String> texts() {
    return finals.stream().flatMap(List::stream).map(HeardWord::text).toList();
  }

  private static short[] withSilence(short[] audio) {
    short[] framed = new short[audio.length + 32_000];
    System.arraycopy(audio, 0, framed, 16_000, audio.length);
    return framed;
  }

  private static short[] withNoise(short[] audio, double amplitude) {
    Random random = new Random(7);
    for (int i = 0; i < audio.length; i++) {
      audio[i] += (short) (random.nextGaussian() * amplitude);
    }
    return audio;
  }

  private static void place(short[] spoken, short[] audio, int atMs) {
    System.arraycopy(spoken, 0, audio, atMs * 16, spoken.length);
  }

  private final class Notes implements Recogniser.Listener {
    @Override
    public void onSpeechStart(double timeS) {
      events.add("start");
    }

    @Override
    public void onSpeechEnd(double timeS) {
      events.add("end");
    }

    @Override
    public void onPartial(List<HeardWord> words) {
      events.add("partial");
    }

    @Override
    public void onFinal(List<HeardWord> words) {
      finals.add(words);
    }
  }
}
