package io.roomscribe.transcription.gladia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomscribe.lanes.RealClock;
import io.roomscribe.lanes.ThreadLanes;
import io.roomscribe.standin.gladia.Faults;
import io.roomscribe.standin.gladia.Faults.Break;
import io.roomscribe.standin.gladia.GladiaStandIn;
import io.roomscribe.standin.gladia.StandInOptions;
import io.roomscribe.standin.gladia.ToneAlphabet;
import io.roomscribe.transcription.RecordingListener;
import io.roomscribe.transcription.StreamEnd;
import io.roomscribe.transcription.StreamOptions;
import io.roomscribe.transcription.TranscriptionException;
import io.roomscribe.transcription.TranscriptionException.Category;
import io.roomscribe.transcription.TranscriptionProvider;
import io.roomscribe.transcription.TranscriptionProviderContract;
import io.roomscribe.transcription.TranscriptionStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract, and Gladia's own ways to fail, against the stand-in that decodes tones. */
class GladiaProviderTest extends TranscriptionProviderContract {

  private static final int BYTES_PER_SECOND = RATE_HZ * 2;
  private static final String[] WORDS = {"alpha", "bravo", "charlie", "delta", "echo", "foxtrot"};

  private final ThreadLanes lanes = new ThreadLanes();
  private GladiaStandIn gladia;
  private GladiaSettings settings;

  @BeforeEach
  void start() {
    gladia = GladiaStandIn.start(StandInOptions.tones());
    settings = settings();
  }

  @AfterEach
  void stop() {
    gladia.close();
    lanes.close();
  }

  @Override
  protected TranscriptionProvider provider() {
    GladiaProvider provider = new GladiaProvider();
    provider.settings = settings;
    provider.lanes = lanes;
    provider.clock = new RealClock();
    provider.start();
    return provider;
  }

  @Override
  protected short[] say(String words) {
    return ToneAlphabet.encode(words);
  }

  @Test
  void connection_brokenMidWay_losesAndDoublesNoWord() {
    faults().abortAfter(3 * BYTES_PER_SECOND / 2);
    faults().abortAfter(4 * BYTES_PER_SECOND);

    speakAllAndFinish();

    assertThat(listener.end()).isEqualTo(StreamEnd.completed());
    assertThat(listener.words()).containsExactly(WORDS);
    assertThat(listener.troubles).hasSize(2).containsOnly(Category.UNAVAILABLE);
    assertThat(listener.opened).hasSize(1);
  }

  @Test
  void connection_brokenWithAudioUnderWay_resendsIt() {
    faults().breakConnection(new Break(BYTES_PER_SECOND, BYTES_PER_SECOND, Faults.ABORT, false));

    speakAllAndFinish();

    assertThat(listener.end()).isEqualTo(StreamEnd.completed());
    assertThat(listener.words()).containsExactly(WORDS);
  }

  @ParameterizedTest
  @ValueSource(ints = {1009, 1011, 4500})
  void connection_closedResumably_goesOn(int code) {
    faults().breakConnection(new Break(2 * BYTES_PER_SECOND, 0, code, false));

    speakAllAndFinish();

    assertThat(listener.end()).isEqualTo(StreamEnd.completed());
    assertThat(listener.words()).containsExactly(WORDS);
    assertThat(listener.troubles).containsExactly(Category.UNAVAILABLE);
  }

  @ParameterizedTest
  @ValueSource(ints = {4408, 4504, 4403, Faults.ABORT})
  void session_endedByGladia_isExpiredAndItsFinalsAreFetched(int code) {
    TranscriptionStream stream = provider().open(options(), listener);
    speak(stream, say("alpha"), silence(2000));
    // Breaks only once all has been heard, or there is nothing to fetch.
    faults().breakConnection(new Break(4 * BYTES_PER_SECOND, 0, code, true));
    short[] rest = silence(3000);
    stream.send(rest, 0, rest.length);

    StreamEnd end = listener.end();

    assertThat(end.complete()).isFalse();
    assertThat(end.failure().category()).isEqualTo(Category.EXPIRED);
    assertThat(listener.troubles).endsWith(Category.EXPIRED);
    assertThat(listener.words()).containsExactly("alpha");
    assertThat(stream.send(new short[160], 0, 160)).isFalse();
  }

  @Test
  void acknowledgements_missing_doNoHarm() {
    faults().withholdAcks(10);

    speakAllAndFinish();

    assertThat(listener.end()).isEqualTo(StreamEnd.completed());
    assertThat(listener.words()).containsExactly(WORDS);
  }

  @Test
  void acknowledgements_lateAndConnectionBroken_losesAndDoublesNoWord() {
    faults().delayAcks(Duration.ofMillis(200)).abortAfter(2 * BYTES_PER_SECOND);

    speakAllAndFinish();

    assertThat(listener.end()).isEqualTo(StreamEnd.completed());
    assertThat(listener.words()).containsExactly(WORDS);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void opening_refusedForAWhile_keepsTheAudioAndGoesOn(int status) {
    faults().rejectPosts(status, 3);

    speakAllAndFinish();

    assertThat(listener.end()).isEqualTo(StreamEnd.completed());
    assertThat(listener.words()).containsExactly(WORDS);
    assertThat(listener.troubles)
        .hasSize(3)
        .containsOnly(status == 429 ? Category.BUSY : Category.UNAVAILABLE);
  }

  @Test
  void opening_withAWrongKey_isUnauthorizedAtOnce() {
    settings.key = Optional.of("wrong");

    provider().open(options(), listener);

    assertThat(listener.end().failure().category()).isEqualTo(Category.UNAUTHORIZED);
    assertThat(listener.opened).isEmpty();
  }

  @Test
  void opening_withoutAKey_isUnauthorizedAndSaysWhatIsMissing() {
    settings.key = Optional.of(" ");

    provider().open(options(), listener);

    assertThat(listener.end().failure())
        .hasMessageContaining("GLADIA_API_KEY")
        .extracting(TranscriptionException::category)
        .isEqualTo(Category.UNAUTHORIZED);
  }

  @Test
  void opening_withAnOptionGladiaRefuses_showsItsReasons() {
    StreamOptions tooMany =
        new StreamOptions(
            RATE_HZ,
            9,
            List.of("en"),
            false,
            List.of(),
            true,
            Duration.ofMillis(300),
            Duration.ofSeconds(15),
            Map.of());

    provider().open(tooMany, listener);

    assertThat(listener.end().failure())
        .hasMessageContaining("channels")
        .extracting(TranscriptionException::category)
        .isEqualTo(Category.INVALID_REQUEST);
  }

  @Test
  void finish_postProcessingSlow_waitsForIt() {
    faults().slowPostProcessing(Duration.ofSeconds(2));

    speakAllAndFinish();

    assertThat(listener.end()).isEqualTo(StreamEnd.completed());
    assertThat(listener.words()).containsExactly(WORDS);
  }

  @Test
  void finish_postProcessingEndless_endsIncompleteWithWhatIsKnown() {
    settings.finishTimeout = Duration.ofSeconds(1);
    faults().slowPostProcessing(Duration.ofMinutes(5));

    speakAllAndFinish();

    assertThat(listener.end().failure().category()).isEqualTo(Category.UNAVAILABLE);
    assertThat(listener.words()).containsExactly(WORDS);
  }

  @Test
  void finish_connectionBrokenAfterTheStop_stillCompletes() {
    faults().slowPostProcessing(Duration.ofSeconds(1));
    TranscriptionStream stream = provider().open(options(), listener);
    speak(stream, say(String.join(" ", WORDS)));
    stream.finish();
    faults().abortAfter(0);

    assertThat(listener.end()).isEqualTo(StreamEnd.completed());
    assertThat(listener.words()).containsExactly(WORDS);
  }

  @Test
  void finals_missingOnTheSocket_areFoundInTheResult() {
    faults().withholdFinals(1);

    speakAllAndFinish();

    assertThat(listener.end()).isEqualTo(StreamEnd.completed());
    assertThat(listener.words()).containsExactly(WORDS);
    assertThat(listener.finals()).extracting(f -> f.id()).doesNotHaveDuplicates();
  }

  @Test
  void send_beyondTheBound_isRefusedUntilThereIsRoomAndLosesNothing() {
    settings.unacknowledgedSeconds = 2;
    faults().rejectPosts(429, 3);
    TranscriptionStream stream = provider().open(options(), listener);
    short[] audio = say("alpha bravo charlie delta echo foxtrot");
    int at = 0;
    while (stream.send(audio, at, 1600)) {
      at += 1600;
    }
    assertThat(at).isBetween(RATE_HZ, 2 * RATE_HZ);

    while (at < audio.length) {
      int length = Math.min(1600, audio.length - at);
      int from = at;
      org.awaitility.Awaitility.await()
          .atMost(RecordingListener.PATIENCE)
          .until(() -> stream.send(audio, from, length));
      at += length;
    }
    stream.finish();

    assertThat(listener.end()).isEqualTo(StreamEnd.completed());
    assertThat(listener.words()).containsExactly(WORDS);
    assertThat(listener.acknowledged).endsWith((long) audio.length);
  }

  @Test
  void abort_whileConnected_freesTheAccountsSlot() {
    gladia.close();
    gladia = GladiaStandIn.start(StandInOptions.tones().withLimits(1, Duration.ofHours(3)));
    settings = settings();
    TranscriptionStream first = provider().open(options(), listener);
    listener.awaitConnections(1);
    first.abort();
    listener.end();

    RecordingListener second = new RecordingListener();
    TranscriptionStream next = provider().open(options(), second);
    second.awaitConnections(1);
    next.abort();
  }

  @Test
  void probe_withAWrongKey_saysSo() {
    settings.key = Optional.of("wrong");

    assertThatThrownBy(() -> provider().probe())
        .isInstanceOf(TranscriptionException.class)
        .extracting(thrown -> ((TranscriptionException) thrown).category())
        .isEqualTo(Category.UNAUTHORIZED);
  }

  @Test
  void probe_nobodyThere_saysSo() {
    settings.api = URI.create("http://127.0.0.1:1");

    assertThatThrownBy(() -> provider().probe())
        .isInstanceOf(TranscriptionException.class)
        .extracting(thrown -> ((TranscriptionException) thrown).category())
        .isEqualTo(Category.UNAVAILABLE);
  }

  /** Six words in three utterances, about 7 s. */
  private void speakAllAndFinish() {
    TranscriptionStream stream = provider().open(options(), listener);
    speak(stream, say("alpha bravo"), silence(1000), say("charlie delta"), silence(1000));
    speak(stream, say("echo foxtrot"));
    stream.finish();
  }

  private Faults faults() {
    return gladia.faults();
  }

  private GladiaSettings settings() {
    GladiaSettings quick = TestGladia.settings(gladia);
    quick.silentTimeout = Duration.ofSeconds(5);
    quick.finishTimeout = Duration.ofSeconds(30);
    quick.unacknowledgedSeconds = 60;
    quick.giveUpAfter = Duration.ofSeconds(20);
    return quick;
  }
}
