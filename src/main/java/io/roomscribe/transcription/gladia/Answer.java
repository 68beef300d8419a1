package io.roomscribe.transcription.gladia;

import io.roomscribe.transcription.TranscriptionException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What came of a request: a value or trouble, never both.
 *
 * @param value null in trouble
 * @param trouble null when it went well
 * @param retryAfter how long the service asks us to wait; zero when it does not say
 */
record Answer<T>(@Nullable T value, @Nullable TranscriptionException trouble, Duration retryAfter) {

  static <T> Answer<T> of(T value) {
    return new Answer<>(value, null, Duration.ZERO);
  }

  static <T> Answer<T> refused(TranscriptionException trouble, Duration retryAfter) {
    return new Answer<>(null, trouble, retryAfter);
  }

  /** The same trouble, or the value turned into another. */
  <R> Answer<R> then(Function<T, Answer<R>> next) {
    return trouble != null
        ? refused(trouble, retryAfter)
        : next.apply(Objects.requireNonNull(value));
  }
}
