package io.roomscribe.health;

import io.roomscribe.lanes.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jspecify.annotations.Nullable;

/**
 * Asks somebody whether they are there, and remembers the answer for a while, so that however often
 * health is read they are asked once in that time.
 *
 * <p>Threading: safe from any thread. One asks; meanwhile the others get the last answer, and wait
 * only when there is none yet. How long asking may take is for the question itself to bound.
 */
final class Probe {

  /** A question: returns, or throws what is wrong in words that hold no secrets. */
  interface Question {
    void ask() throws Exception;
  }

  private record Answer(Optional<String> trouble, Instant at, long atNs) {}

  private final String name;
  private final Duration lifetime;
  private final Clock clock;
  private final Question question;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile @Nullable Answer last;

  Probe(String name, Duration lifetime, Clock clock, Question question) {
    this.name = name;
    this.lifetime = lifetime;
    this.clock = clock;
    this.question = question;
  }

  /** UP or DOWN with the reason, and when it was asked. */
  HealthCheckResponse check() {
    Answer answer = answer();
    Map<String, Object> data = new TreeMap<>();
    data.put("checkedAt", answer.at().toString());
    answer.trouble().ifPresent(reason -> data.put("reason", reason));
    boolean isUp = answer.trouble().isEmpty();
    return new HealthCheckResponse(
        name,
        isUp ? HealthCheckResponse.Status.UP : HealthCheckResponse.Status.DOWN,
        Optional.of(data));
  }

  private Answer answer() {
    Answer known = last;
    if (known != null && (isFresh(known) || asking.isLocked())) {
      return known;
    }
    asking.lock();
    try {
      Answer meanwhile = last;
      if (meanwhile != null && isFresh(meanwhile)) {
        return meanwhile;
      }
      Answer answer = new Answer(trouble(), clock.now(), clock.nanoTime());
      last = answer;
      return answer;
    } finally {
      asking.unlock();
    }
  }

  private boolean isFresh(Answer answer) {
    return clock.nanoTime() - answer.atNs() < lifetime.toNanos();
  }

  private Optional<String> trouble() {
    try {
      question.ask();
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    } catch (Exception e) {
      return Optional.of(Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName()));
    }
  }
}
