package io.roomscribe.transcription;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What every provider keeps to, tried against a service that really listens.
 *
 * <p>A provider's test extends it and says where the service is and how words sound to it.
 */
public abstract class TranscriptionProviderContract {

  protected static final int RATE_HZ = 16_000;
  private static final int BLOCK_SAMPLES = RATE_HZ / 10;

  /** The provider, ready to open streams. */
  protected abstract TranscriptionProvider provider();

  /** Audio at {@link #RATE_HZ} in which the service hears exactly these words, as one utterance. */
  protected abstract short[] say(String words);

  protected final RecordingListener listener = new RecordingListener();

  @Test
  void stream_severalUtterances_reportsTheirWordsInOrderAndCompletes() {
    TranscriptionStream stream = provider().open(options(), listener);
    speak(stream, say("alpha bravo"), silence(1000), say("charlie"), silence(1000), say("delta"));
    stream.finish();

    assertThat(listener.end()).isEqualTo(StreamEnd.completed());
    assertThat(listener.words()).containsExactly("alpha", "bravo", "charlie", "delta");
    assertThat(listener.finals()).hasSize(3);
  }

  @Test
  void stream_times_countFromTheFirstSample() {
    TranscriptionStream stream = provider().open(options(), listener);
    speak(stream, silence(2000), say("alpha"), silence(3000), say("bravo"));
    stream.finish();
    listener.end();

    long second = 5000 + say("alpha").length * 1000L / RATE_HZ;
    assertThat(listener.finals().get(0).words().get(0).startMs()).isBetween(1900L, 2200L);
    assertThat(listener.finals().get(1).words().get(0).startMs())
        .isBetween(second - 100, second + 200);
  }

  @Test
  void stream_eachFinal_isReportedOnceAndNoPartialFollowsIt() {
    TranscriptionStream stream = provider().open(options(), listener);
    speak(stream, say("alpha bravo charlie delta"), silence(1000), say("echo foxtrot"));
    stream.finish();
    listener.end();

    assertThat(listener.utterances).anyMatch(utterance -> !utterance.isFinal());
    for (Utterance settled : listener.finals()) {
      List<Boolean> life =
          listener.utterances.stream()
              .filter(utterance -> utterance.id().equals(settled.id()))
              .map(Utterance::isFinal)
              .toList();
      assertThat(life).containsOnlyOnce(true).endsWith(true);
    }
  }

  @Test
  void stream_withoutPartialsAskedFor_reportsFinalsOnly() {
    TranscriptionStream stream = provider().open(options(1, false), listener);
    speak(stream, say("alpha bravo charlie delta"));
    stream.finish();
    listener.end();

    assertThat(listener.utterances).isNotEmpty().allMatch(Utterance::isFinal);
  }

  @Test
  void stream_reports_openFirstThenConnectedAndTheEndLast() {
    TranscriptionStream stream = provider().open(options(), listener);
    speak(stream, say("alpha"));
    stream.finish();
    listener.end();

    assertThat(listener.order).startsWith("open", "connected").endsWith("final", "end");
    assertThat(listener.opened).hasSize(1).doesNotContain("");
  }

  @Test
  void stream_acknowledgements_growUpToAllThatWasSent() {
    TranscriptionStream stream = provider().open(options(), listener);
    short[] audio = say("alpha bravo");
    speak(stream, audio);
    stream.finish();
    listener.end();

    assertThat(listener.acknowledged).isSorted().endsWith((long) audio.length);
  }

  @Test
  void stream_twoChannels_tellsThemApart() {
    TranscriptionStream stream = provider().open(options(2, true), listener);
    speak(stream, interleave(say("alpha bravo"), say("charlie delta")));
    stream.finish();
    listener.end();

    for (Utterance utterance : listener.finals()) {
      assertThat(utterance.text())
          .isEqualTo(utterance.channel() == 0 ? "alpha bravo" : "charlie delta");
    }
    assertThat(listener.finals()).extracting(Utterance::channel).containsExactlyInAnyOrder(0, 1);
  }

  @Test
  void finish_withoutAnyAudio_completes() {
    provider().open(options(), listener).finish();

    assertThat(listener.end()).isEqualTo(StreamEnd.completed());
  }

  @Test
  void finish_twice_endsOnceAndTakesNoMoreAudio() {
    TranscriptionStream stream = provider().open(options(), listener);
    speak(stream, say("alpha"));
    stream.finish();
    stream.finish();

    assertThat(stream.send(new short[160], 0, 160)).isFalse();
    listener.end();
    stream.abort();
    assertThat(listener.ends).hasSize(1);
  }

  @Test
  void abort_whileSpeaking_endsAtOnceAndIncomplete() {
    TranscriptionStream stream = provider().open(options(), listener);
    speak(stream, say("alpha"));
    stream.abort();

    assertThat(listener.end().complete()).isFalse();
    assertThat(listener.order).endsWith("end");
  }

  @Test
  void send_part_takesOnlyThatPartAndCopiesIt() {
    TranscriptionStream stream = provider().open(options(), listener);
    short[] audio = say("alpha bravo");
    short[] padded = new short[audio.length + 2000];
    System.arraycopy(audio, 0, padded, 1000, audio.length);
    stream.send(padded, 1000, audio.length);
    Arrays.fill(padded, (short) 12345);
    stream.finish();
    listener.end();

    assertThat(listener.words()).containsExactly("alpha", "bravo");
    assertThat(listener.acknowledged).endsWith((long) audio.length);
  }

  @Test
  void probe_serviceThereAndKeyGood_passes() {
    provider().probe();
  }

  /** Sends the audio in blocks as a mixer would, only faster; all of it must be taken. */
  protected static void speak(TranscriptionStream stream, short[]... parts) {
    for (short[] part : parts) {
      for (int at = 0; at < part.length; at += BLOCK_SAMPLES) {
        int length = Math.min(BLOCK_SAMPLES, part.length - at);
        assertThat(stream.send(part, at, length)).isTrue();
      }
    }
  }

  protected static short[] silence(int ms) {
    return new short[ms * RATE_HZ / 1000];
  }

  protected static StreamOptions options() {
    return options(1, true);
  }

  private static StreamOptions options(int channels, boolean partials) {
    return new StreamOptions(
        RATE_HZ,
        channels,
        List.of("en"),
        false,
        List.of(),
        partials,
        Duration.ofMillis(300),
        Duration.ofSeconds(15),
        Map.of("test", "contract"));
  }

  private static short[] interleave(short[] left, short[] right) {
    short[] both = new short[Math.max(left.length, right.length) * 2];
    for (int i = 0; i < left.length; i++) {
      both[2 * i] = left[i];
    }
    for (int i = 0; i < right.length; i++) {
      both[2 * i + 1] = right[i];
    }
    return both;
  }
}
