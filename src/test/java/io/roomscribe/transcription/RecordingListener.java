package io.roomscribe.transcription;

import static org.awaitility.Awaitility.await;

import io.roomscribe.TestDefaults;
import io.roomscribe.transcription.TranscriptionException.Category;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps all that a stream reports. Threading: safe from any thread. */
public final class RecordingListener implements TranscriptionListener {

  /** Longest wait for anything; far beyond what it takes. */
  public static final Duration PATIENCE = TestDefaults.PATIENCE;

  public final List<String> opened = new CopyOnWriteArrayList<>();
  public final List<Utterance> utterances = new CopyOnWriteArrayList<>();
  public final List<Long> acknowledged = new CopyOnWriteArrayList<>();
  public final List<Category> troubles = new CopyOnWriteArrayList<>();
  public final List<StreamEnd> ends = new CopyOnWriteArrayList<>();
  public final List<String> order = new CopyOnWriteArrayList<>();

  @Override
  public void onOpen(String providerSessionId) {
    opened.add(providerSessionId);
    order.add("open");
  }

  @Override
  public void onConnected() {
    order.add("connected");
  }

  @Override
  public void onUtterance(Utterance utterance) {
    utterances.add(utterance);
    order.add(utterance.isFinal() ? "final" : "partial");
  }

  @Override
  public void onAcknowledged(long samples) {
    acknowledged.add(samples);
  }

  @Override
  public void onTrouble(TranscriptionException trouble) {
    troubles.add(trouble.category());
    order.add("trouble");
  }

  @Override
  public void onEnd(StreamEnd end) {
    ends.add(end);
    order.add("end");
  }

  /** Waits for the end. */
  public StreamEnd end() {
    await().atMost(PATIENCE).until(() -> !ends.isEmpty());
    return ends.get(0);
  }

  /** Waits for this many usable connections. */
  public void awaitConnections(int count) {
    await()
        .atMost(PATIENCE)
        .until(() -> order.stream().filter("connected"::equals).count() >= count);
  }

  /** The words of all finals, in the order of their time. */
  public List<String> words() {
    return finals().stream()
        .flatMap(utterance -> utterance.words().stream())
        .sorted((one, other) -> Long.compare(one.startMs(), other.startMs()))
        .map(Word::text)
        .toList();
  }

  /** All finals, as reported. */
  public List<Utterance> finals() {
    return utterances.stream().filter(Utterance::isFinal).toList();
  }
}
