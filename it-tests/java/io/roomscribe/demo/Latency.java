package io.roomscribe.demo;

import io.roomscribe.standin.speech.Conversation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How long after the sound in the room its captions came, against the truth: each recorded clip's
 * first and last loud sample.
 *
 * <p>Shape: of a clip count the first partial and the last final that are credited to its speaker
 * and overlap it on the session's clock. A clip without one does not count; nor does one in the
 * hops of which a part was not seen, as where a real Gladia listens.
 */
final class Latency {

  private static final int LOUD = 600;

  private static final String STAND_INS =
      "  Measured between stand-ins: the egress holds back as long as a real one was seen to,\n"
          + "  recognition is an offline recogniser's on this machine.\n";

  private static final List<String> FIRST_WORDS_HOPS =
      List.of(
          "egress holds it back",
          "jitter buffer, mixing, sending",
          "until its block is full",
          "the words are spoken",
          "recognition",
          "who spoke, and delivery");

  private static final List<String> FINAL_HOPS =
      List.of(
          "egress holds it back",
          "jitter buffer, mixing, sending",
          "until its block is full",
          "silence that ends an utterance",
          "recognition",
          "who spoke, and delivery",
          "stored, and shown as that");

  private final List<Duration> firstWords = new ArrayList<>();
  private final List<Duration> settled = new ArrayList<>();
  private final List<CaptionWay> firstWordsWays = new ArrayList<>();
  private final List<CaptionWay> settledWays = new ArrayList<>();

  private Latency() {}

  /**
   * Of a conversation that is over.
   *
   * @param begunNanos when it began, by {@link System#nanoTime()}
   */
  static Latency of(Conversation conversation, long begunNanos, Evidence evidence) {
    Latency latency = new Latency();
    int offsetMs = offsetMs(conversation, evidence.captions());
    for (Conversation.Participant participant : conversation.participants()) {
      for (Conversation.Clip clip : participant.heardClips()) {
        Evidence.Heard heard = heard(participant, clip, begunNanos);
        long fromMs = clip.startMs() + heard.loudMs() + offsetMs;
        long toMs = clip.startMs() + heard.quietMs() + offsetMs;
        List<Caption> own =
            evidence.captions().stream()
                .filter(each -> each.isOf(participant.identity(), fromMs, toMs))
                .toList();
        latency.add(heard, own, evidence);
      }
    }
    return latency;
  }

  private void add(Evidence.Heard heard, List<Caption> own, Evidence evidence) {
    Optional<Caption> partial = own.stream().filter(each -> !each.isFinal()).findFirst();
    Optional<Caption> last =
        own.stream().filter(Caption::isFinal).reduce((earlier, later) -> later);
    partial.ifPresent(each -> firstWords.add(since(heard.nanosOf(heard.loudMs()), each)));
    last.ifPresent(each -> settled.add(since(heard.nanosOf(heard.quietMs()), each)));
    partial.flatMap(each -> evidence.firstWords(heard, each)).ifPresent(firstWordsWays::add);
    last.flatMap(each -> evidence.settled(heard, each)).ifPresent(settledWays::add);
  }

  private static Evidence.Heard heard(
      Conversation.Participant participant, Conversation.Clip clip, long begunNanos) {
    short[] samples = clip.pcm16k();
    int end = samples.length;
    while (end > 0 && Math.abs(samples[end - 1]) < LOUD) {
      end--;
    }
    return new Evidence.Heard(
        participant.identity(),
        clip,
        begunNanos + clip.startMs() * 1_000_000L,
        loudMs(samples),
        end * 1000 / Conversation.RATE_HZ);
  }

  private static int loudMs(short[] samples) {
    int first = 0;
    while (first < samples.length && Math.abs(samples[first]) < LOUD) {
      first++;
    }
    return first * 1000 / Conversation.RATE_HZ;
  }

  /** From the conversation's clock to the session's, by the first thing said and heard. */
  private static int offsetMs(Conversation conversation, List<Caption> captions) {
    long heardMs =
        captions.stream()
            .filter(Caption::isFinal)
            .flatMap(caption -> Caption.stream(caption.lines()))
            .mapToLong(line -> line.get("startMs").asLong())
            .min()
            .orElse(0);
    Conversation.Clip first = conversation.heardClips().get(0);
    return (int) heardMs - first.startMs() - loudMs(first.pcm16k());
  }

  /** For people. */
  String report() {
    return HopTable.of(firstWordsWays, FIRST_WORDS_HOPS)
            .report("First words shown", "after the speaker began", firstWords)
        + HopTable.of(settledWays, FINAL_HOPS)
            .report("Final caption", "after the speaker stopped", settled)
        + (settledWays.isEmpty() ? "" : STAND_INS);
  }

  private static Duration since(long nanos, Caption caption) {
    return Duration.ofNanos(caption.arrivedNanos() - nanos);
  }
}
