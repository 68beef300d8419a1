package io.roomscribe.transcription.gladia;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomscribe.lanes.ManualClock;
import io.roomscribe.lanes.ManualLanes;
import io.roomscribe.transcription.MemoryJournal;
import io.roomscribe.transcription.TranscriptionException;
import io.roomscribe.transcription.TranscriptionException.Category;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GladiaLinkTest {

  private static final URI ADDRESS = URI.create("ws://gladia.test/v2/live?token=t");

  private final ManualClock clock = new ManualClock();
  private final ManualLanes lanes = new ManualLanes(clock);
  private final FakeDialer dialer = new FakeDialer();
  private final MemoryJournal journal = new MemoryJournal(100_000);
  private final Told told = new Told();
  private final GladiaLink link =
      new GladiaLink(
          new GladiaSession("45463597-20b7", ADDRESS),
          journal,
          new StreamTools(
              null,
              dialer,
              lanes,
              lanes.computeLane("test", 100),
              clock,
              Tunings.quick(),
              2,
              32_000),
          told);

  @BeforeEach
  void start() {
    link.start();
  }

  @Test
  void pump_beforeOpening_waitsAndSendsAfterwards() {
    append(1, 2, 3, 4);
    assertThat(dialer.last().audio.size()).isZero();

    dialer.last().open();

    assertThat(dialer.last().audio.toByteArray()).containsExactly(1, 2, 3, 4);
    assertThat(told.connected).isEqualTo(1);
  }

  @Test
  void pump_whileASendIsUnderWay_sendsTheRestTogetherAfterwards() {
    dialer.last().open();
    append(1, 2);
    append(3, 4);
    append(5, 6);
    assertThat(dialer.last().frames).containsExactly(2);

    dialer.last().drain();

    assertThat(dialer.last().frames).containsExactly(2, 4);
    assertThat(dialer.last().audio.toByteArray()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void acknowledgement_trimsTheJournalAndIsPassedOn() {
    dialer.last().open();
    append(1, 2, 3, 4);
    dialer.last().drain();

    dialer.last().acknowledge(2);

    assertThat(journal.start()).isEqualTo(2);
    assertThat(told.acknowledged).containsExactly(2L);
  }

  @Test
  void acknowledgement_ofMoreThanWasSent_countsOnlyWhatWasSent() {
    dialer.last().open();
    append(1, 2);
    dialer.last().drain();

    dialer.last().acknowledge(50);

    assertThat(link.acknowledged()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1001, 1005, 1006, 1009, 1011, 4000, 4500})
  void drop_resumable_reconnectsAtOnceAndResendsFromTheLastAcknowledgement(int code) {
    dialer.last().open();
    append(1, 2, 3, 4);
    dialer.last().drain();
    dialer.last().acknowledge(2);

    dialer.last().breakWith(code);
    lanes.advance(Duration.ZERO);
    dialer.last().open();

    assertThat(dialer.addresses).containsExactly(ADDRESS, ADDRESS);
    assertThat(dialer.last().audio.toByteArray()).containsExactly(3, 4);
    assertThat(told.troubles).containsExactly(Category.UNAVAILABLE);
    assertThat(told.connected).isEqualTo(2);
    assertThat(told.over).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 4403, 4408, 4504})
  void drop_final_isTheEndAndMeansANewSession(int code) {
    dialer.last().open();

    dialer.last().breakWith(code);
    lanes.advance(Duration.ofMinutes(1));

    assertThat(told.over).isTrue();
    assertThat(told.why.category()).isEqualTo(Category.EXPIRED);
    assertThat(dialer.connections).hasSize(1);
    assertThat(lanes.timers()).isZero();
  }

  @Test
  void handshake_refusedAgainAndAgain_meansANewSession() {
    dialer.last().open();
    dialer.last().breakWith(1006);
    for (int i = 0; i < 3; i++) {
      lanes.advance(Duration.ofSeconds(1));
      dialer.last().events.refused(dialer.last(), 403);
    }

    assertThat(told.why.category()).isEqualTo(Category.EXPIRED);
  }

  @Test
  void handshake_refusedForBusyness_isWaitedFor() {
    for (int i = 0; i < 10; i++) {
      dialer.last().events.refused(dialer.last(), 429);
      lanes.advance(Duration.ofSeconds(1));
    }

    assertThat(told.over).isFalse();
    assertThat(told.troubles).hasSize(10).containsOnly(Category.BUSY);
    assertThat(dialer.connections).hasSize(11);
  }

  @Test
  void gladia_outOfReachForTooLong_isTheEnd() {
    dialer.last().open();
    dialer.last().breakWith(1006);
    for (int i = 0; i < 40 && !told.over; i++) {
      lanes.advance(Duration.ofSeconds(1));
      dialer.last().events.refused(dialer.last(), 0);
    }

    assertThat(told.over).isTrue();
    assertThat(told.why.category()).isEqualTo(Category.UNAVAILABLE);
  }

  @Test
  void reconnecting_withoutSuccess_pausesEachTime() {
    dialer.last().events.refused(dialer.last(), 0);
    lanes.advance(Duration.ZERO);
    assertThat(dialer.connections).hasSize(2);

    dialer.last().events.refused(dialer.last(), 0);
    lanes.advance(Duration.ofMillis(10));
    assertThat(dialer.connections).hasSize(2);

    lanes.advance(Duration.ofMillis(100));
    assertThat(dialer.connections).hasSize(3);
  }

  @Test
  void line_deadWithoutSayingSo_isReplaced() {
    dialer.last().open();
    append(1, 2);
    dialer.last().drain();

    lanes.advance(Duration.ofSeconds(7));

    assertThat(dialer.connections).hasSize(2);
    assertThat(dialer.connections.get(0).dropped).isTrue();
  }

  @Test
  void line_silentWithNothingUnconfirmed_isLeftAlone() {
    dialer.last().open();
    append(1, 2);
    dialer.last().drain();
    dialer.last().acknowledge(2);

    lanes.advance(Duration.ofMinutes(10));

    assertThat(dialer.connections).hasSize(1);
  }

  @Test
  void stop_withAudioUnsent_followsTheAudio() {
    dialer.last().open();
    append(1, 2);
    link.stop();
    assertThat(dialer.last().texts).isEmpty();

    dialer.last().drain();

    assertThat(dialer.last().texts).containsExactly("{\"type\":\"stop_recording\"}");
  }

  @Test
  void stop_beforeADrop_isSaidAgainAfterTheResending() {
    dialer.last().open();
    append(1, 2);
    link.stop();
    dialer.last().drain();

    dialer.last().breakWith(1006);
    lanes.advance(Duration.ZERO);
    dialer.last().open();
    dialer.last().drain();
    dialer.last().acknowledge(2);
    dialer.last().drain();

    assertThat(dialer.last().audio.toByteArray()).containsExactly(1, 2);
    assertThat(dialer.last().texts).hasSize(1);

    dialer.last().breakWith(1000);
    assertThat(told.over).isTrue();
    assertThat(told.why).isNull();
  }

  @Test
  void resuming_whenGladiaHasMoreThanItCouldSay_doesNotSendItAgain() {
    breakWithAcknowledgementLost();

    dialer.last().open();
    dialer.last().drain();
    assertThat(dialer.last().audio.toByteArray()).containsExactly(1, 2);

    dialer.last().acknowledge(6);
    dialer.last().drain();

    // Gladia had 4 bytes; the enquiry took the place of the fifth and sixth.
    assertThat(dialer.last().audio.toByteArray()).containsExactly(1, 2, 7, 8);
    assertThat(link.acknowledged()).isEqualTo(6);
  }

  @Test
  void resuming_whenGladiaHasNoMoreThanItSaid_sendsAllOfItAgain() {
    breakWithAcknowledgementLost();

    dialer.last().open();
    dialer.last().drain();
    dialer.last().acknowledge(2);
    dialer.last().drain();

    assertThat(dialer.last().audio.toByteArray()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void resuming_withoutAnAnswer_sendsAllOfItAgainAfterAWhile() {
    breakWithAcknowledgementLost();

    dialer.last().open();
    dialer.last().drain();
    lanes.advance(Duration.ofSeconds(4));
    dialer.last().drain();

    assertThat(dialer.last().audio.toByteArray()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void resuming_withACountThatCannotBe_doesNotBelieveIt() {
    breakWithAcknowledgementLost();

    dialer.last().open();
    dialer.last().drain();
    dialer.last().acknowledge(5_000);
    dialer.last().drain();

    assertThat(dialer.last().audio.toByteArray()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(link.acknowledged()).isZero();
  }

  @Test
  void audio_refusedByGladia_isSentAgainOnANewConnection() {
    dialer.last().open();
    append(1, 2);
    dialer.last().drain();

    dialer
        .last()
        .events
        .received(dialer.last(), "{\"type\":\"audio_chunk\",\"acknowledged\":false}");
    lanes.advance(Duration.ZERO);
    dialer.last().open();

    assertThat(dialer.connections).hasSize(2);
    assertThat(dialer.last().audio.toByteArray()).containsExactly(1, 2);
  }

  @Test
  void resending_ofMuchAudio_isCutIntoFrames() {
    assertThat(journal.append(new byte[100_000])).isTrue();

    dialer.last().open();
    dialer.last().drain();

    assertThat(dialer.last().frames)
        .containsExactly(GladiaLink.LARGEST_FRAME, 100_000 - GladiaLink.LARGEST_FRAME);
  }

  @Test
  void gladia_thatNeverAcknowledgesButTalks_doesNotFillTheJournal() {
    dialer.last().open();
    int taken = 0;
    for (int i = 0; i < 100; i++) {
      taken += journal.append(new byte[3_000]) ? 1 : 0;
      link.pump();
      dialer.last().drain();
      dialer.last().events.received(dialer.last(), "{\"type\":\"speech_start\"}");
      lanes.advance(Duration.ofSeconds(1));
    }

    assertThat(taken).isEqualTo(100);
  }

  @Test
  void event_ofAnAbandonedConnection_isIgnored() {
    dialer.last().open();
    FakeDialer.Connection abandoned = dialer.last();
    abandoned.breakWith(1006);
    lanes.advance(Duration.ZERO);
    dialer.last().open();

    abandoned.breakWith(4408);

    assertThat(told.over).isFalse();
  }

  @Test
  void close_endsTheSessionAndReportsNothing() {
    dialer.last().open();

    link.close();

    assertThat(dialer.last().closed).isTrue();
    assertThat(told.over).isFalse();
    assertThat(lanes.timers()).isZero();
  }

  private void breakWithAcknowledgementLost() {
    dialer.last().open();
    append(1, 2, 3, 4);
    append(5, 6);
    dialer.last().drain();
    append(7, 8);
    dialer.last().breakWith(1006);
    lanes.advance(Duration.ZERO);
  }

  private void append(int... bytes) {
    byte[] audio = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      audio[i] = (byte) bytes[i];
    }
    assertThat(journal.append(audio)).isTrue();
    link.pump();
  }

  private static final class Told implements GladiaLink.Owner {
    private final List<Long> acknowledged = new ArrayList<>();
    private final List<Category> troubles = new ArrayList<>();
    private int connected;
    private boolean over;
    private TranscriptionException why;

    @Override
    public void connected() {
      connected++;
    }

    @Override
    public void message(GladiaMessage message) {}

    @Override
    public void acknowledged(long bytes) {
      acknowledged.add(bytes);
    }

    @Override
    public void trouble(TranscriptionException trouble) {
      troubles.add(trouble.category());
    }

    @Override
    public void over(TranscriptionException reason) {
      over = true;
      why = reason;
    }
  }
}
