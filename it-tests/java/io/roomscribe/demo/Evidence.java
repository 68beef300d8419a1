package io.roomscribe.demo;

import io.roomscribe.standin.gladia.Timeline;
import io.roomscribe.standin.speech.Conversation;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What the stand-ins on both sides of the server saw, and which way a caption came by that.
 *
 * @param sends when the egress sent what
 * @param timelines what came to speech-to-text and what it said
 * @param captions all that the reader saw, in order
 */
record Evidence(SendLog sends, List<Timeline> timelines, List<Caption> captions) {

  /** No sound of a clip takes longer to speech-to-text. */
  private static final double LONGEST_S = 10;

  /** What ends at the end of a chunk is in that one, and what begins there in the next. */
  private static final double A_MOMENT_S = 1e-4;

  /** A clip that somebody heard: when its first and last loud samples were spoken. */
  record Heard(String identity, Conversation.Clip clip, long clipNanos, int loudMs, int quietMs) {

    long nanosOf(int ms) {
      return clipNanos + ms * 1_000_000L;
    }
  }

  private record Message(Timeline of, Timeline.Said said) {}

  /** From the first loud sample to this partial; empty where a part of it was not seen. */
  Optional<CaptionWay> firstWords(Heard heard, Caption partial) {
    return message(partial, false)
        .flatMap(
            message -> {
              List<Timeline.Word> words = message.said.words();
              double enoughS = words.get(words.size() - 1).endS() - A_MOMENT_S;
              return way(heard, heard.loudMs(), message, enoughS, partial, partial);
            });
  }

  /** From the last loud sample to this final; empty where a part of it was not seen. */
  Optional<CaptionWay> settled(Heard heard, Caption settled) {
    return message(settled, true)
        .flatMap(
            message ->
                way(
                    heard,
                    heard.quietMs(),
                    message,
                    message.said.heardS() + A_MOMENT_S,
                    firstShown(message, settled),
                    settled));
  }

  private Optional<CaptionWay> way(
      Heard heard, int ms, Message message, double enoughS, Caption shown, Caption stored) {
    OptionalLong sent = sends.sentNanos(heard.identity(), heard.nanosOf(ms));
    OptionalInt clipMs = clipMs(heard, message.of);
    if (sent.isEmpty() || clipMs.isEmpty()) {
      return Optional.empty();
    }
    double atS = (clipMs.getAsInt() + ms) / 1000.0;
    Optional<Timeline.Arrival> arrival = message.of.arrivalOf(atS);
    Optional<Timeline.Arrival> enough = message.of.arrivalOf(enoughS);
    if (arrival.isEmpty() || enough.isEmpty()) {
      return Optional.empty();
    }
    long arrived = arrival.get().atNanos();
    return Optional.of(
            new CaptionWay(
                heard.nanosOf(ms),
                sent.getAsLong(),
                arrived - Math.round((arrival.get().endS() - atS) * 1e9),
                arrived,
                Math.max(arrived, enough.get().atNanos()),
                message.said.atNanos(),
                shown.arrivedNanos(),
                stored.arrivedNanos()))
        .filter(CaptionWay::isInOrder);
  }

  /** The message that a caption shows: the last one before it with its words. */
  private Optional<Message> message(Caption caption, boolean isFinal) {
    return timelines.stream()
        .flatMap(timeline -> timeline.said().stream().map(said -> new Message(timeline, said)))
        .filter(each -> each.said.isFinal() == isFinal)
        .filter(each -> isShownBy(each, caption))
        .max(Comparator.comparingLong(each -> each.said.atNanos()));
  }

  /** A final is shown before it is stored, as a partial with its words. */
  private Caption firstShown(Message message, Caption settled) {
    return captions.stream().filter(each -> isShownBy(message, each)).findFirst().orElse(settled);
  }

  private static boolean isShownBy(Message message, Caption caption) {
    Stream<String> words = message.said.words().stream().map(Timeline.Word::text);
    return caption.utteranceId().endsWith(message.said.utteranceId())
        && caption.arrivedNanos() >= message.said.atNanos()
        && caption.says(words);
  }

  private static OptionalInt clipMs(Heard heard, Timeline timeline) {
    double fromS = endBefore(timeline, heard.clipNanos());
    int fromMs = (int) Math.round(1000 * fromS);
    int toMs = (int) Math.round(1000 * (fromS + LONGEST_S));
    return new ClipFinder(timeline.samples()).beginMs(heard.clip().pcm16k(), fromMs, toMs);
  }

  /** The audio that had arrived at a moment: what is spoken later comes after it. */
  private static double endBefore(Timeline timeline, long nanos) {
    return timeline.arrivals().stream()
        .filter(each -> each.atNanos() <= nanos)
        .mapToDouble(Timeline.Arrival::endS)
        .max()
        .orElse(0);
  }
}
