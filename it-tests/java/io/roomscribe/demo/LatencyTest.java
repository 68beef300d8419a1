package io.roomscribe.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomscribe.standin.gladia.Timeline;
import io.roomscribe.standin.speech.Conversation;
import io.roomscribe.standin.speech.Conversation.Clip;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatencyTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Clip CLIP = Conversation.loadShort().participants().get(0).clips().get(0);
  private static final int CLIP_MS = CLIP.pcm16k().length / 16;

  /** Where the clip begins in the stream. */
  private static final int AT_MS = 1_234;

  @Test
  void beginMs_clipInAMixWithAnother_isFoundToTheMillisecond() {
    short[] mix = mix();
    short[] other = Conversation.loadShort().participants().get(1).clips().get(0).pcm16k();
    for (int i = 0; i < other.length && i < mix.length; i++) {
      mix[i] = (short) Math.max(-32_768, Math.min(32_767, mix[i] + other[i] / 2));
    }

    assertThat(new ClipFinder(mix).beginMs(CLIP.pcm16k(), 0, 5_000)).hasValue(AT_MS);
  }

  @Test
  void beginMs_clipThatIsNotThere_isEmpty() {
    short[] other = Conversation.loadShort().participants().get(1).clips().get(0).pcm16k();

    assertThat(new ClipFinder(mix()).beginMs(other, 0, 5_000)).isEmpty();
  }

  @Test
  void sentNanos_momentWithinAPieceThatTwoEgressesSent_isWhenTheFirstDid() {
    SendLog sends = new SendLog();
    sends.note("ann", nanos(50), nanos(70));
    sends.note("ann", nanos(50), nanos(90));

    assertThat(sends.sentNanos("ann", nanos(59))).hasValue(nanos(70));
    assertThat(sends.sentNanos("ann", nanos(60))).isEmpty();
    assertThat(sends.sentNanos("bob", nanos(50))).isEmpty();
  }

  @Test
  void firstWords_seenAllTheWay_hopsAddUpToTheWhole() {
    Evidence.Heard heard = heard(100, CLIP_MS - 100);
    Caption first = caption(5_100, false, "1-00_00000000", "hello");
    Evidence evidence = evidence(said(false, "hello", 1.9, 0, 5_080), first);

    CaptionWay way = evidence.firstWords(heard, first).orElseThrow();

    // Spoken at 1,100; its block is [1,300, 1,400) of the stream and comes 3,100 ms after its end.
    assertThat(way.hops())
        .containsExactly(ms(2_800), ms(534), ms(66), ms(500), ms(80), ms(20), ms(0));
    assertThat(way.whole()).isEqualTo(ms(4_000));
  }

  @Test
  void settled_shownBeforeItIsStored_bothAreHopsOfTheirOwn() {
    int quietMs = CLIP_MS - 100;
    long endMs = (AT_MS + quietMs) / 100 * 100 + 100;
    long saidMs = 3_100 + endMs + 550 + 200;
    Evidence.Heard heard = heard(100, quietMs);
    Caption shown = caption(saidMs + 30, false, "1-00_00000000", "hello world");
    Caption stored = caption(saidMs + 70, true, "1-00_00000000", "world", "hello");
    Evidence evidence =
        evidence(said(true, "hello world", 2, endMs / 1000.0 + 0.5, saidMs), shown, stored);

    List<Duration> hops = evidence.settled(heard, stored).orElseThrow().hops();

    assertThat(hops.subList(3, 7)).containsExactly(ms(600), ms(150), ms(30), ms(40));
  }

  @Test
  void settled_captionOfWordsThatWereNeverSaid_isNotSeen() {
    Caption stored = caption(9_000, true, "1-00_00000000", "something else");
    Evidence evidence = evidence(said(true, "hello", 2, 3, 8_000), stored);

    assertThat(evidence.settled(heard(100, 900), stored)).isEmpty();
  }

  @Test
  void settled_saidBeforeItsSoundHadArrived_isNotSeen() {
    Caption stored = caption(9_000, true, "1-00_00000000", "hello");
    Evidence evidence = evidence(said(true, "hello", 2, 1, 3_000), stored);

    assertThat(evidence.settled(heard(100, 900), stored)).isEmpty();
  }

  @Test
  void report_severalWays_saysMedianAndWorstOfEachHop() {
    CaptionWay quick = way(10, 20);
    CaptionWay slow = way(500, 20);
    CaptionWay usual = way(30, 40);

    String report =
        HopTable.of(List.of(quick, slow, usual), List.of("first", "second"))
            .report("Captions", "after", List.of(ms(1_000), ms(3_000), ms(2_000), ms(2_500)));

    assertThat(report)
        .isEqualToNormalizingNewlines(
            """
            Captions              2.5 s after (median of 4; 1.0 to 3.0 s)
              first                              30 ms, worst   500
              second                             20 ms, worst    40
              (hops of 3 of them; of the rest a part was not seen)
            """);
  }

  private static CaptionWay way(long firstMs, long secondMs) {
    long then = nanos(firstMs + secondMs);
    return new CaptionWay(0, nanos(firstMs), then, then, then, then, then, then);
  }

  /** Spoken from 1,000 ms on; each 10 ms of it sent 2.8 s later. */
  private static Evidence.Heard heard(int loudMs, int quietMs) {
    return new Evidence.Heard("ann", CLIP, nanos(1_000), loudMs, quietMs);
  }

  private static Evidence evidence(Timeline.Said said, Caption... captions) {
    SendLog sends = new SendLog();
    for (int at = 0; at < 20_000; at += 10) {
      sends.note("ann", nanos(at), nanos(at + 2_800));
    }
    List<Timeline.Arrival> arrivals = new ArrayList<>();
    for (int end = 100; end <= 20_000; end += 100) {
      arrivals.add(new Timeline.Arrival(end / 1000.0, nanos(end + 3_100)));
    }
    return new Evidence(
        sends, List.of(new Timeline(mix(), arrivals, List.of(said))), List.of(captions));
  }

  private static short[] mix() {
    short[] mix = new short[16_000 * 20];
    short[] clip = CLIP.pcm16k();
    System.arraycopy(clip, 0, mix, AT_MS * 16, clip.length);
    return mix;
  }

  private static Timeline.Said said(
      boolean isFinal, String text, double endS, double heardS, long atMs) {
    List<Timeline.Word> words = new ArrayList<>();
    for (String word : text.split(" ")) {
      words.add(new Timeline.Word(word, 1.3, endS));
    }
    return new Timeline.Said("00_00000000", isFinal, words, heardS, nanos(atMs));
  }

  private static Caption caption(long atMs, boolean isFinal, String utteranceId, String... lines) {
    ObjectNode event = JSON.createObjectNode().put("utteranceId", utteranceId);
    for (String line : lines) {
      event.withArray("/lines").addObject().put("text", line);
    }
    return Caption.of(nanos(atMs), isFinal, event);
  }

  private static long nanos(long ms) {
    return ms * 1_000_000;
  }

  private static Duration ms(long ms) {
    return Duration.ofMillis(ms);
  }
}
