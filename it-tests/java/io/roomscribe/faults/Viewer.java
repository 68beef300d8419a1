package io.roomscribe.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Somebody who reads a session's live captions, and connects again, to any node that answers,
 * whenever the connection is gone.
 *
 * <p>Threading: reads on a thread of its own; asked from any. Ownership: {@link #close} ends the
 * thread.
 */
final class Viewer implements AutoCloseable {

  private final String session;
  private final List<Node> nodes;
  private final Map<String, Long> shown = new ConcurrentHashMap<>();
  private final Thread thread = new Thread(this::read, "viewer");
  private volatile boolean closed;
  private String lastEventId = "0";
  private String event = "";

  Viewer(String session, List<Node> nodes) {
    this.session = session;
    this.nodes = List.copyOf(nodes);
    thread.setDaemon(true);
    thread.start();
  }

  /** Whether the word was ever shown, settled or not. */
  boolean saw(Word word) {
    return shown.containsKey(word.text());
  }

  /** When the first of these words was shown, by {@link System#nanoTime()}; 0 if none was. */
  long firstShownNs(List<Word> words) {
    return words.stream()
        .filter(this::saw)
        .mapToLong(word -> shown.get(word.text()))
        .min()
        .orElse(0);
  }

  private void read() {
    for (int at = 0; !closed; at++) {
      try (Stream<String> lines =
          nodes.get(at % nodes.size()).api().captions(session, lastEventId)) {
        lines.takeWhile(line -> !closed).forEach(this::line);
      } catch (IOException | java.io.UncheckedIOException gone) {
        // The next node, or the same one again.
      } catch (InterruptedException e) {
        return;
      }
      try {
        Thread.sleep(200);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void line(String line) {
    if (line.startsWith("event:")) {
      event = line.substring(6).strip();
    } else if (line.startsWith("id:")) {
      lastEventId = line.substring(3).strip();
    } else if (line.startsWith("data:") && (event.equals("final") || event.equals("partial"))) {
      try {
        for (JsonNode each : NodeApi.parse(line.substring(5)).get("lines")) {
          for (String word : each.get("text").asText().split(" ")) {
            shown.putIfAbsent(word, System.nanoTime());
          }
        }
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
