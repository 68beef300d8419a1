package io.roomscribe.transcription.gladia;

import io.roomscribe.lanes.BackOff;
import io.roomscribe.lanes.Cancellable;
import io.roomscribe.transcription.TranscriptionException;
import io.roomscribe.transcription.TranscriptionException.Category;
import io.roomscribe.transcription.Utterance;
import io.roomscribe.transcription.gladia.GladiaMessage.Transcript;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Fetches a session's result, asking again until it is done, and reads the finals out of it.
 *
 * <p>The result repeats the live messages, with their ids; where it holds none of them, its
 * transcription is read instead, whose utterances have no ids: theirs begin with {@link #NO_ID}.
 *
 * <p>Threading: confined to the stream's lane. Errors: in the {@link Answer}; what is wrong with
 * the request ends it, being out of reach is retried until the time is up.
 */
final class ResultCheck {

  /** Begins the ids of utterances that Gladia gave none. */
  static final String NO_ID = "result:";

  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final GladiaSession session;
  private final StreamTools tools;
  private final Consumer<Answer<List<Utterance>>> done;
  private final BackOff backOff = new BackOff(FIRST_PAUSE, LONGEST_PAUSE);
  private final long startedNs;
  private Cancellable retry = () -> {};
  private boolean over;

  ResultCheck(GladiaSession session, StreamTools tools, Consumer<Answer<List<Utterance>>> done) {
    this.session = session;
    this.tools = tools;
    this.done = done;
    this.startedNs = tools.clock().nanoTime();
  }

  /** Asks; the consumer is called once, on the lane, unless cancelled before. */
  void start() {
    tools.api().result(session, answer -> tools.lane().offer(() -> answered(answer)));
  }

  /** Asks no more and reports nothing. */
  void cancel() {
    over = true;
    retry.cancel();
  }

  private void answered(Answer<JsonObject> answer) {
    if (over) {
      return;
    }
    TranscriptionException trouble = answer.trouble();
    if (trouble != null) {
      boolean passing =
          trouble.category() == Category.UNAVAILABLE || trouble.category() == Category.BUSY;
      againOr(passing, trouble);
      return;
    }
    JsonObject body = Objects.requireNonNull(answer.value());
    switch (Fields.text(body, "status")) {
      case "done" -> finish(Answer.of(finals(Fields.object(body, "result"))));
      case "error" ->
          againOr(
              false,
              unavailable(
                  "gladia failed the session, code " + Fields.number(body, "error_code", 0)));
      default -> againOr(true, unavailable("gladia's result was not ready in time"));
    }
  }

  private void againOr(boolean passing, TranscriptionException trouble) {
    long sinceNs = tools.clock().nanoTime() - startedNs;
    if (passing && sinceNs < tools.tuning().finish().toNanos()) {
      retry = tools.lanes().after(backOff.next(), tools.lane(), this::start);
    } else {
      finish(Answer.refused(trouble, Duration.ZERO));
    }
  }

  private void finish(Answer<List<Utterance>> outcome) {
    over = true;
    done.accept(outcome);
  }

  private static TranscriptionException unavailable(String why) {
    return new TranscriptionException(Category.UNAVAILABLE, why);
  }

  private static List<Utterance> finals(JsonObject result) {
    List<Utterance> live =
        Fields.list(result, "messages").stream()
            .map(message -> MessageReader.read(Fields.text(message)))
            .filter(Transcript.class::isInstance)
            .map(message -> ((Transcript) message).utterance())
            .filter(Utterance::isFinal)
            .toList();
    return live.isEmpty() ? transcribed(Fields.object(result, "transcription")) : live;
  }

  private static List<Utterance> transcribed(JsonObject transcription) {
    return Fields.list(transcription, "utterances").stream()
        .filter(JsonObject.class::isInstance)
        .map(JsonValue::asJsonObject)
        .map(said -> MessageReader.utterance(id(said), true, said))
        .toList();
  }

  private static String id(JsonObject said) {
    return NO_ID + Fields.number(said, "channel", 0) + ":" + Fields.number(said, "start", 0);
  }
}
