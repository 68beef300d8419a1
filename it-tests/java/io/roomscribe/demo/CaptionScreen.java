package io.roomscribe.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * Shows live captions: on a terminal the partial being spoken is rewritten in place on the last
 * line, elsewhere partials are left out; finals stay.
 *
 * <p>Threading: {@link #show} blocks its thread until the captions end; the rest is safe from any.
 */
final class CaptionScreen {

  private final PrintStream out;
  private final Terminal terminal = Terminal.ofThisProcess();
  private final List<Caption> captions = new CopyOnWriteArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private String event = "";

  CaptionScreen(PrintStream out) {
    this.out = out;
  }

  /** Released when the captions have ended. */
  CountDownLatch ended() {
    return ended;
  }

  /** All that came so far. */
  List<Caption> captions() {
    return captions;
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
      Caption caption =
          Caption.of(System.nanoTime(), event.equals("final"), parsed(line.substring(5)));
      captions.add(caption);
      draw(caption);
    }
  }

  private void draw(Caption caption) {
    if (caption.isFinal()) {
      out.print(terminal.clearLine());
      caption.lines().forEach(line -> out.println(Caption.format(line)));
    } else if (!caption.lines().isEmpty()) {
      JsonNode last = caption.lines().get(caption.lines().size() - 1);
      out.print(terminal.passing(Caption.format(last) + " …"));
    }
    out.flush();
  }

  private static JsonNode parsed(String json) {
    try {
      return RestClient.parse(json);
    } catch (IOException e) {
      throw new IllegalStateException("A caption is no JSON", e);
    }
  }
}
