package io.roomscribe.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Shows live captions: on a terminal the partial being spoken is rewritten in place on the last
 * line, elsewhere partials are left out; finals stay.
 *
 * <p>Threading: {@link #show} blocks its thread until the captions end.
 */
final class CaptionScreen {

  private static final int WIDTH = 110;

  private final PrintStream out;
  private final boolean isTerminal = System.console() != null;
  private final CountDownLatch first = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private String event = "";

  CaptionScreen(PrintStream out) {
    this.out = out;
  }

  /** Released by the first caption, partial or final. */
  CountDownLatch first() {
    return first;
  }

  /** Released when the captions have ended. */
  CountDownLatch ended() {
    return ended;
  }

  void show(Stream<String> lines) {
    try (lines) {
      lines.forEach(this::line);
    } finally {
      ended.countDown();
    }
  }

  private void line(String line) {
    if (line.startsWith("event:")) {
      event = line.substring(6).strip();
    } else if (line.startsWith("data:") && (event.equals("partial") || event.equals("final"))) {
      first.countDown();
      caption(line.substring(5).strip(), event.equals("final"));
    }
  }

  private void caption(String json, boolean isFinal) {
    JsonNode utterance;
    try {
      utterance = RestClient.parse(json);
    } catch (IOException e) {
      throw new IllegalStateException("A caption is no JSON", e);
    }
    if (isFinal) {
      utterance.get("lines").forEach(this::settled);
    } else if (isTerminal && utterance.get("lines").size() > 0) {
      JsonNode last = utterance.get("lines").get(utterance.get("lines").size() - 1);
      String text = format(last) + " …";
      out.print("\r\033[2m" + fitted(text) + "\033[0m");
      out.flush();
    }
  }

  private void settled(JsonNode line) {
    out.println((isTerminal ? "\r\033[K" : "") + format(line));
  }

  /** {@code 0:07.3 Alice: text}. */
  static String format(JsonNode line) {
    long ms = line.get("startMs").asLong();
    return String.format(
        Locale.ROOT,
        "%3d:%04.1f  %-16s %s",
        ms / 60_000,
        ms % 60_000 / 1000.0,
        speakers(line),
        line.get("text").asText());
  }

  private static String speakers(JsonNode line) {
    String names =
        StreamSupport.stream(line.get("speakers").spliterator(), false)
            .map(speaker -> speaker.get("name").asText())
            .collect(Collectors.joining(" + "));
    return (names.isEmpty() ? "?" : names) + ":";
  }

  private static String fitted(String text) {
    String cut = text.length() > WIDTH ? "…" + text.substring(text.length() - WIDTH + 1) : text;
    return String.format("%-" + WIDTH + "s", cut);
  }
}
