package io.roomscribe.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomscribe.audio.MixerSettings;
import io.roomscribe.lanes.ManualClock;
import io.roomscribe.lanes.ManualLanes;
import io.roomscribe.security.CaptureTokens;
import io.roomscribe.transcription.StreamEnd;
import io.roomscribe.transcription.TranscriptionException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoomSessionTest {

  private static final Duration ROUND = Duration.ofSeconds(10);

  private final ManualClock clock = new ManualClock();
  private final ManualLanes lanes = new ManualLanes(clock);
  private final FakeGateway livekit = new FakeGateway();
  private final CaptureTokens tokens = new CaptureTokens(Duration.ofMinutes(2));
  private final List<FakeStream> streams = new ArrayList<>();
  private final List<SpokenUtterance> spoken = new ArrayList<>();
  private final List<SessionChanged> changes = new ArrayList<>();
  private final List<AudioGap> gaps = new ArrayList<>();
  private final List<SessionView> stored = new ArrayList<>();
  private final CompletableFuture<Void> hold = new CompletableFuture<>();
  private final List<Long> recorded = new ArrayList<>();
  private boolean recordingClosed;
  private boolean holdsFinish;
  private boolean over;
  private boolean isOurs = true;
  private RoomSession session;

  @BeforeEach
  void start() {
    SessionOptions options =
        new SessionOptions(List.of("en"), false, List.of(), true, 0.3, "tracks", false);
    SessionRecord record =
        new SessionRecord(
            SessionRecord.first(
                "s1", new SessionRecord.Request("standup", options, "fake"), clock.now()),
            Duration.ofMillis(2800),
            stored::add);
    session =
        new RoomSession(
            record,
            new RoomSession.Surroundings(
                livekit,
                news(),
                clock,
                new InlineLanes(lanes),
                pace(),
                new EgressBudget(100, clock),
                () -> isOurs),
            new RoomSession.Hearing(
                new MixerSettings(100, 100, 10_000, 60_000),
                listener -> {
                  FakeStream stream = new FakeStream(listener);
                  streams.add(stream);
                  return stream;
                },
                new CaptureUrls(URI.create("ws://scribe:8080"), tokens, new FakeReceiver()),
                recording()),
            () -> over = true);
  }

  @Test
  void look_tracksInTheRoom_startsOneEgressForEach() {
    livekit.publish("TR_a", "ann");
    livekit.publish("TR_b", "bob");
    begin();
    lanes.advance(ROUND.multipliedBy(3));

    assertThat(livekit.starts).containsExactly("TR_a", "TR_b");
    assertThat(livekit.urls.get("TR_a").toString())
        .startsWith("ws://scribe:8080/egress/audio/s1/TR_a?token=");
  }

  @Test
  void look_leaseLapsed_noEgressIsStartedUntilItIsRenewed() {
    isOurs = false;
    livekit.publish("TR_a", "ann");
    begin();
    assertThat(livekit.starts).isEmpty();

    isOurs = true;
    lanes.advance(ROUND);

    assertThat(livekit.starts).containsExactly("TR_a");
  }

  @Test
  void look_trackPublishedLater_isCapturedByTheNextRoundWithoutAnyWebhook() {
    begin();
    assertThat(livekit.starts).isEmpty();
    livekit.publish("TR_late", "eve");

    lanes.advance(ROUND);

    assertThat(livekit.starts).containsExactly("TR_late");
  }

  @Test
  void connected_firstMicrophone_sessionBecomesActiveWithCauseAndTransition() {
    livekit.publish("TR_a", "ann");
    begin();
    connect("TR_a");

    SessionView view = session.view();
    assertThat(view.state()).isEqualTo("ACTIVE");
    assertThat(view.transitions())
        .extracting(SessionView.TransitionView::to)
        .containsExactly("WAITING", "ACTIVE");
    assertThat(view.tracks().get(0).state()).isEqualTo("CAPTURING");
    assertThat(stored.get(stored.size() - 1).state()).isEqualTo("ACTIVE");
  }

  @Test
  void start_quotaUsedUp_trackWaitsWithReasonAndIsCapturedOnceAPlaceIsFree() {
    livekit.quota = 1;
    livekit.publish("TR_a", "ann");
    livekit.publish("TR_b", "bob");
    livekit.publish("TR_c", "cid");
    begin();
    CaptureLine first = connect("TR_a");

    SessionView view = session.view();
    assertThat(view.tracks().get(1).state()).isEqualTo("WAITING");
    assertThat(view.tracks().get(1).cause()).contains("QUOTA").contains("concurrent egress limit");
    assertThat(view.tracks().get(2).cause()).contains("QUOTA");
    assertThat(livekit.starts)
        .as("the third is not even asked for")
        .containsExactly("TR_a", "TR_b");

    livekit.tracks.remove("TR_a");
    livekit.end("EG_1", EgressState.Status.COMPLETE, "");
    first.disconnected("the connection closed with 1005");
    lanes.run();

    assertThat(session.view().tracks().get(1).state()).isEqualTo("STARTING");
    assertThat(session.view().tracks().get(2).state()).isEqualTo("WAITING");
  }

  @Test
  void start_answerLost_egressIsFoundInTheListAndNotStartedTwice() {
    livekit.publish("TR_a", "ann");
    livekit.loseNextStartAnswer = true;
    begin();

    lanes.advance(ROUND);

    assertThat(livekit.starts).containsExactly("TR_a");
    assertThat(session.view().tracks().get(0).egressId()).isEqualTo("EG_1");
  }

  @Test
  void look_egressDiedUnnoticed_isReplacedAndItsCauseKept() {
    livekit.publish("TR_a", "ann");
    begin();
    livekit.end("EG_1", EgressState.Status.FAILED, "write: broken pipe");

    lanes.advance(ROUND);
    assertThat(session.view().tracks().get(0).cause()).contains("broken pipe");
    lanes.advance(ROUND);

    assertThat(livekit.starts).containsExactly("TR_a", "TR_a");
    assertThat(session.view().tracks().get(0).attempts()).isEqualTo(2);
  }

  @Test
  void admit_tokenOfAGivenUpCapture_findsNoCapture() {
    livekit.publish("TR_a", "ann");
    begin();
    String oldToken = livekit.tokenOf("TR_a");
    livekit.end("EG_1", EgressState.Status.FAILED, "gone");
    lanes.advance(ROUND.multipliedBy(2));

    assertThat(session.capture("TR_a", oldToken)).isEmpty();
    assertThat(session.capture("TR_a", livekit.tokenOf("TR_a"))).isPresent();
  }

  @Test
  void look_strayEgressOfThisSession_isStopped() {
    livekit.publish("TR_a", "ann");
    begin();
    livekit.egresses.put(
        "EG_stray",
        new EgressState(
            "EG_stray",
            "standup",
            "TR_a",
            "ws://scribe:8080/egress/audio/s1/TR_a?token={...}",
            EgressState.Status.ACTIVE,
            null,
            ""));

    lanes.advance(ROUND);

    assertThat(livekit.stops).containsExactly("EG_stray");
  }

  @Test
  void look_egressHostDied_capturesAgainAndDoesNotKeepTryingToStopTheDeadEgress() {
    livekit.publish("TR_a", "ann");
    begin();
    CaptureLine line = connect("TR_a");
    String dead = livekit.egressOf("TR_a").egressId();
    livekit.unstoppable = dead;

    line.disconnected("the connection closed with 1006");
    lanes.advance(ROUND);
    lanes.advance(ROUND);

    assertThat(livekit.starts).containsExactly("TR_a", "TR_a");
    assertThat(livekit.stops).containsExactly(dead);
  }

  @Test
  void audio_firstBytes_openTheStreamAndBlocksFlowSilenceIncluded() {
    livekit.publish("TR_a", "ann");
    begin();
    CaptureLine line = connect("TR_a");
    lanes.advance(Duration.ofSeconds(1));
    assertThat(streams).as("nothing is billed before anyone is heard").isEmpty();

    receive(line, 2_200);
    lanes.advance(Duration.ofSeconds(2));

    assertThat(streams).hasSize(1);
    assertThat(streams.get(0).samples).isEqualTo(2 * 16_000);
  }

  @Test
  void recording_eachBlockThatIsHeard_comesWithItsPlaceUntilTheSessionIsOver() {
    FakeStream stream = hearing();
    lanes.advance(Duration.ofSeconds(1));

    long first = recorded.get(0);
    assertThat(recorded).hasSize((int) (stream.samples / 1_600));
    for (int i = 0; i < recorded.size(); i++) {
      assertThat(recorded.get(i)).isEqualTo(first + 1_600L * i);
    }
    session.stop("stopped by request");
    lanes.advance(Duration.ofSeconds(10));
    assertThat(recordingClosed).as("what was buffered is still mixed").isFalse();
    stream.ends();
    lanes.run();
    hold.complete(null);
    lanes.run();
    assertThat(recordingClosed).isTrue();
  }

  @Test
  void stalled_openConnectionWithoutAudio_isReplaced() {
    livekit.publish("TR_a", "ann");
    begin();
    receive(connect("TR_a"), 100);

    lanes.advance(ROUND.multipliedBy(3));

    assertThat(livekit.stops).contains("EG_1");
    assertThat(livekit.starts).hasSizeGreaterThan(1);
    assertThat(session.view().tracks().get(0).attempts()).isGreaterThan(1);
  }

  @Test
  void utterance_final_isFiredOnceHoweverOftenItComes() {
    FakeStream stream = hearing();
    stream.says("u1", false, "hel", 0, 400);
    stream.says("u1", true, "hello", 0, 500);
    stream.says("u1", true, "hello", 0, 500);
    stream.says("u1", false, "hel", 0, 400);
    lanes.run();

    assertThat(spoken).extracting(SpokenUtterance::isFinal).containsExactly(false, true);
    assertThat(spoken.get(1).lines().get(0).text()).isEqualTo("hello");
    assertThat(spoken.get(1).epoch()).isEqualTo(session.view().epoch());
  }

  @Test
  void streamExpired_newOneContinuesAtItsPlaceOnTheClock() {
    FakeStream first = hearing(9_000);
    lanes.advance(Duration.ofSeconds(5));
    first.listener.onAcknowledged(first.samples);
    first.listener.onEnd(
        StreamEnd.failed(
            new TranscriptionException(TranscriptionException.Category.EXPIRED, "4504")));
    lanes.advance(Duration.ofSeconds(5));

    assertThat(streams).hasSize(2);
    streams.get(1).says("u1", true, "again", 2_000, 2_500);
    lanes.run();
    assertThat(spoken.get(0).lines().get(0).startMs()).isBetween(5_000L, 10_000L);
    assertThat(session.view().state()).isEqualTo("ACTIVE");
  }

  @Test
  void keyRefused_sessionFailsWithTheReasonAndStopsItsEgresses() {
    FakeStream stream = hearing();
    stream.listener.onEnd(
        StreamEnd.failed(
            new TranscriptionException(
                TranscriptionException.Category.UNAUTHORIZED, "Gladia refuses GLADIA_API_KEY")));
    hold.complete(null);
    lanes.run();

    assertThat(session.view().state()).isEqualTo("FAILED");
    assertThat(session.view().cause()).contains("GLADIA_API_KEY");
    assertThat(livekit.stops).containsExactly("EG_1");
    assertThat(over).isTrue();
  }

  @Test
  void stop_waitsForBufferedAudioThenFinalsThenStoring() {
    livekit.publish("TR_a", "ann");
    begin();
    holdsFinish = true;
    CaptureLine line = connect("TR_a");
    receive(line, 100);
    lanes.advance(Duration.ofSeconds(1));
    FakeStream stream = streams.get(0);

    session.stop("stopped by request");
    lanes.run();
    assertThat(session.view().state()).isEqualTo("STOPPING");
    assertThat(livekit.stops).containsExactly("EG_1");
    assertThat(stream.finished).as("egress still sends what it has buffered").isFalse();

    line.disconnected("the connection closed with 1005");
    lanes.run();
    assertThat(stream.finished).isTrue();
    stream.says("u1", true, "bye", 0, 500);
    stream.ends();
    lanes.run();
    assertThat(session.view().state()).as("not before all is stored").isEqualTo("STOPPING");

    hold.complete(null);
    lanes.run();
    assertThat(session.view().state()).isEqualTo("ENDED");
    assertThat(session.view().cause()).isEqualTo("stopped by request");
    assertThat(spoken).hasSize(1);
    assertThat(over).isTrue();
    assertThat(livekit.starts).as("nothing is started again").containsExactly("TR_a");
  }

  @Test
  void stop_egressDoesNotHangUp_endsAfterTheDrain() {
    FakeStream stream = hearing();
    session.stop("stopped by request");
    lanes.advance(Duration.ofSeconds(11));

    assertThat(stream.finished).isTrue();
  }

  @Test
  void stop_oneEgressCannotBeStopped_theOthersAre() {
    livekit.publish("TR_a", "ann");
    livekit.publish("TR_b", "bob");
    begin();
    livekit.unstoppable = "EG_1";

    session.stop("stopped by request");
    lanes.run();

    assertThat(livekit.stops).containsExactly("EG_1", "EG_2");
  }

  @Test
  void roomGoneForARound_sessionEndsHoweverManyHintsComeBefore() {
    begin();
    livekit.roomOpen = false;
    for (int hint = 0; hint < 5; hint++) {
      session.lookSoon();
      lanes.run();
    }
    assertThat(session.view().state()).isEqualTo("WAITING");
    lanes.advance(ROUND);
    lanes.advance(ROUND);

    hold.complete(null);
    lanes.run();
    assertThat(session.view().state()).isEqualTo("ENDED");
    assertThat(session.view().cause()).isEqualTo("the room is gone");
  }

  @Test
  void livekitUnreachable_troubleIsShownAndGoesAway() {
    livekit.unreachable = true;
    begin();
    assertThat(session.view().trouble()).contains("connection refused");

    livekit.unreachable = false;
    livekit.publish("TR_a", "ann");
    lanes.advance(ROUND);

    assertThat(session.view().trouble()).isNull();
    assertThat(livekit.starts).containsExactly("TR_a");
  }

  @Test
  void stop_databaseAwayForLonger_endsAndSaysThatWordsAreStillBeingStored() {
    holdsFinish = true;
    FakeStream stream = hearing();
    session.stop("stopped by request");
    lanes.advance(Duration.ofSeconds(10));
    stream.ends();
    lanes.advance(Duration.ofSeconds(14));
    assertThat(session.view().state()).isEqualTo("STOPPING");

    lanes.advance(Duration.ofSeconds(1));
    hold.complete(null);
    lanes.run();

    assertThat(session.view().state()).isEqualTo("ENDED");
    assertThat(session.view().cause())
        .isEqualTo("stopped by request; its last words are still being stored");
  }

  @Test
  void missing_aTrackThatFellSilent_isToldWithItsPlaceAndWhoseItIs() {
    hearing();
    lanes.advance(Duration.ofSeconds(15));

    AudioGap gap = gaps.get(0);
    assertThat(gap.sessionId()).isEqualTo("s1");
    assertThat(gap.trackId()).isEqualTo("TR_a");
    assertThat(gap.participant()).isEqualTo("ann");
    assertThat(gap.cause()).isEqualTo("UNDERRUN");
    assertThat(gap.toMs() - gap.fromMs()).isEqualTo(10_000);
  }

  private void begin() {
    session.start();
    lanes.run();
  }

  private CaptureLine connect(String trackId) {
    Capture capture = session.capture(trackId, livekit.tokenOf(trackId)).orElseThrow();
    CaptureLine line = new CaptureLine(session, capture);
    line.connected(() -> {});
    lanes.run();
    return line;
  }

  private FakeStream hearing() {
    return hearing(100);
  }

  private FakeStream hearing(int ms) {
    livekit.publish("TR_a", "ann");
    begin();
    CaptureLine line = connect("TR_a");
    receive(line, ms);
    lanes.advance(Duration.ofMillis(300));
    return streams.get(0);
  }

  /** So many ms of s16le stereo silence at 48 kHz. */
  private void receive(CaptureLine line, int ms) {
    ByteBuffer pcm = ByteBuffer.allocate(ms * 192).order(ByteOrder.LITTLE_ENDIAN);
    line.input().receive(pcm, clock.nanoTime());
  }

  private BlockSink recording() {
    return new BlockSink() {
      @Override
      public void take(short[] block, long positionSamples) {
        assertThat(block).hasSize(1_600);
        recorded.add(positionSamples);
      }

      @Override
      public void close() {
        recordingClosed = true;
      }
    };
  }

  private SessionNews news() {
    return new SessionNews() {
      @Override
      public void spoken(SpokenUtterance utterance) {
        spoken.add(utterance);
      }

      @Override
      public void missing(AudioGap gap) {
        gaps.add(gap);
      }

      @Override
      public void changed(SessionChanged change) {
        changes.add(change);
      }

      @Override
      public void finishing(SessionFinishing finishing) {
        if (holdsFinish) {
          finishing.hold(hold);
        }
      }
    };
  }

  private static SessionPace pace() {
    return new SessionPace(
        ROUND,
        Duration.ofHours(1),
        Duration.ofSeconds(10),
        Duration.ofSeconds(15),
        Duration.ofSeconds(30),
        new EgressWatch.Patience(
            Duration.ofSeconds(90), Duration.ofSeconds(10), Duration.ofSeconds(60)));
  }
}
