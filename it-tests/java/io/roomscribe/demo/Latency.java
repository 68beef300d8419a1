package io.roomscribe.demo;

import io.roomscribe.standin.speech.Conversation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How long after the sound in the room its captions came, against the truth: each recorded clip's
 * first and last loud sample.
 *
 * <p>Shape: of a clip count the first partial and the last final that are credited to its speaker
 * and overlap it on the session's clock. A clip without one does not count.
 *
 * @param firstWords from a clip's beginning to its first partial, in order of length
 * @param settled from a clip's end to its final, in order of length
 */
record Latency(List<Duration> firstWords, List<Duration> settled) {

  /** LiveKit's egress holds audio back for this long, and so does the stand-in. */
  private static final Duration EGRESS = Duration.ofMillis(2800);

  /** Roomscribe's own: jitter target and block. */
  private static final double PLACING_S = 0.2;

  private static final int LOUD = 600;

  static Latency of(Conversation conversation, Instant begunAt, List<Caption> captions) {
    List<Duration> firstWords = new ArrayList<>();
    List<Duration> settled = new ArrayList<>();
    long offsetMs = offsetMs(conversation, captions);
    for (Conversation.Participant participant : conversation.participants()) {
      for (Conversation.Clip clip : participant.heardClips()) {
        long fromMs = loudFromMs(clip);
        long toMs = loudToMs(clip);
        List<Caption> own =
            captions.stream()
                .filter(
                    each -> each.isOf(participant.identity(), fromMs + offsetMs, toMs + offsetMs))
                .toList();
        own.stream()
            .filter(each -> !each.isFinal())
            .findFirst()
            .ifPresent(each -> firstWords.add(since(begunAt.plusMillis(fromMs), each)));
        own.stream()
            .filter(Caption::isFinal)
            .reduce((earlier, later) -> later)
            .ifPresent(each -> settled.add(since(begunAt.plusMillis(toMs), each)));
      }
    }
    return new Latency(firstWords.stream().sorted().toList(), settled.stream().sorted().toList());
  }

  /** From the conversation's clock to the session's, by the first thing said and heard. */
  private static long offsetMs(Conversation conversation, List<Caption> captions) {
    long heardMs =
        captions.stream()
            .filter(Caption::isFinal)
            .flatMap(caption -> Caption.stream(caption.lines()))
            .mapToLong(line -> line.get("startMs").asLong())
            .min()
            .orElse(0);
    return heardMs - loudFromMs(conversation.heardClips().get(0));
  }

  /**
   * For people.
   *
   * @param endOfUtteranceS the silence that the recogniser waits for, in seconds
   */
  String report(double endOfUtteranceS) {
    StringBuilder report = new StringBuilder();
    line(report, "First words shown", firstWords, "after the speaker began");
    line(report, "Final caption", settled, "after the speaker stopped");
    if (!settled.isEmpty()) {
      double rest = seconds(middle(settled)) - seconds(EGRESS) - PLACING_S - endOfUtteranceS;
      report.append(
          String.format(
              Locale.ROOT,
              "  of its median      %.1f s egress's delay, %.1f s jitter buffer and block, %.2f s"
                  + " silence that%n"
                  + "                     ends an utterance, %.1f s recognition and delivery%n",
              seconds(EGRESS),
              PLACING_S,
              endOfUtteranceS,
              rest));
    }
    return report.toString();
  }

  private static void line(StringBuilder report, String name, List<Duration> all, String since) {
    report.append(
        all.isEmpty()
            ? String.format("%-21s none%n", name)
            : String.format(
                Locale.ROOT,
                "%-21s %.1f s %s (median of %d; %.1f to %.1f s)%n",
                name,
                seconds(middle(all)),
                since,
                all.size(),
                seconds(all.get(0)),
                seconds(all.get(all.size() - 1))));
  }

  private static Duration since(Instant moment, Caption caption) {
    return Duration.between(moment, caption.arrivedAt());
  }

  private static int loudFromMs(Conversation.Clip clip) {
    short[] samples = clip.pcm16k();
    int at = 0;
    while (at < samples.length && Math.abs(samples[at]) < LOUD) {
      at++;
    }
    return clip.startMs() + at * 1000 / Conversation.RATE_HZ;
  }

  private static int loudToMs(Conversation.Clip clip) {
    short[] samples = clip.pcm16k();
    int at = samples.length;
    while (at > 0 && Math.abs(samples[at - 1]) < LOUD) {
      at--;
    }
    return clip.startMs() + at * 1000 / Conversation.RATE_HZ;
  }

  private static Duration middle(List<Duration> sorted) {
    return sorted.get(sorted.size() / 2);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
