package io.roomscribe.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A viewer of live captions. Threading: reads on the HTTP client's thread, asked on the test's. */
final class Captions implements AutoCloseable {

  private final List<Caption> seen = new CopyOnWriteArrayList<>();
  private final CompletableFuture<HttpResponse<Stream<String>>> response;
  private volatile boolean ended;
  private String event = "";

  /** What a viewer reads. */
  record Caption(boolean isFinal, String text) {}

  Captions(HttpClient http, HttpRequest request) {
    response = http.sendAsync(request, BodyHandlers.ofLines());
    response.thenAcceptAsync(answer -> answer.body().forEach(this::line));
  }

  List<Caption> finals() {
    return seen.stream().filter(Caption::isFinal).toList();
  }

  List<Caption> partials() {
    return seen.stream().filter(caption -> !caption.isFinal()).toList();
  }

  /** Waits for the answer and checks its status. */
  void awaitStatus(int status) {
    int actual = response.orTimeout(30, TimeUnit.SECONDS).join().statusCode();
    if (actual != status) {
      throw new AssertionError("status of the captions: " + actual);
    }
  }

  boolean isEnded() {
    return ended;
  }

  private void line(String line) {
    if (line.startsWith("event:")) {
      event = line.substring("event:".length()).trim();
      ended |= event.equals("end");
    } else if (line.startsWith("data:") && (event.equals("final") || event.equals("partial"))) {
      JsonNode data = Api.parse(line.substring("data:".length()));
      StringBuilder text = new StringBuilder();
      data.get("lines").forEach(each -> text.append(each.get("text").asText()));
      seen.add(new Caption(event.equals("final"), text.toString()));
    }
  }

  @Override
  public void close() {
    response.thenAccept(answer -> answer.body().close());
    response.cancel(true);
  }
}
