package io.roomscribe.standin.gladia;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What shall go wrong next. Every fault is used up by happening; what lasts (delays, refused keys)
 * stays until {@link #clear}.
 *
 * <p>Threading: safe from any thread.
 */
public final class Faults {

  /** Instead of a close code: the connection is cut without a closing handshake (1006). */
  public static final int ABORT = 1006;

  /**
   * A connection that breaks.
   *
   * @param afterBytes once the session has accepted this many bytes of audio
   * @param swallowBytes further bytes that arrive but are neither acknowledged nor counted first
   * @param code close code, or {@link #ABORT}
   * @param endsSession whether the session is over too; otherwise it can be resumed
   */
  public record Break(long afterBytes, long swallowBytes, int code, boolean endsSession) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Integer> postRejections = new ArrayDeque<>();
  private final Deque<Integer> upgradeRejections = new ArrayDeque<>();
  private final Deque<Break> breaks = new ArrayDeque<>();
  private int postStatus;
  private long postsRejectedUntilNs = System.nanoTime();
  private int withheldAcks;
  private int withheldFinals;
  private boolean refusesKeys;
  private Duration ackDelay = Duration.ZERO;
  private Duration postProcessing = Duration.ZERO;

  /** Answers the next POSTs with this status. */
  public Faults rejectPosts(int status, int count) {
    return changed(() -> repeat(postRejections, status, count));
  }

  /** Answers every POST with this status for a while. */
  public Faults rejectPosts(int status, Duration length) {
    return changed(
        () -> {
          postStatus = status;
          postsRejectedUntilNs = System.nanoTime() + length.toNanos();
        });
  }

  /** Answers the next WebSocket handshakes with this status. */
  public Faults rejectUpgrades(int status, int count) {
    return changed(() -> repeat(upgradeRejections, status, count));
  }

  /** Refuses every key, as after the account was closed, until told otherwise. */
  public Faults refuseKeys(boolean on) {
    return changed(() -> refusesKeys = on);
  }

  /** Breaks the connection of the first session that gets so far. */
  public Faults breakConnection(Break planned) {
    return changed(() -> breaks.add(planned));
  }

  /** Cuts a connection without ceremony after so many bytes. */
  public Faults abortAfter(long bytes) {
    return breakConnection(new Break(bytes, 0, ABORT, false));
  }

  /** Leaves the next chunks unacknowledged until a later one is acknowledged with them. */
  public Faults withholdAcks(int count) {
    return changed(() -> withheldAcks += count);
  }

  /** Keeps the next finals from the socket; GET still returns them. */
  public Faults withholdFinals(int count) {
    return changed(() -> withheldFinals += count);
  }

  /** Acknowledges (and counts) every chunk only after this time. */
  public Faults delayAcks(Duration delay) {
    return changed(() -> ackDelay = delay);
  }

  /** Makes post-processing take this much longer. */
  public Faults slowPostProcessing(Duration delay) {
    return changed(() -> postProcessing = delay);
  }

  /** Nothing shall go wrong any more. */
  public Faults clear() {
    return changed(
        () -> {
          postRejections.clear();
          postsRejectedUntilNs = System.nanoTime();
          upgradeRejections.clear();
          breaks.clear();
          refusesKeys = false;
          withheldAcks = 0;
          withheldFinals = 0;
          ackDelay = Duration.ZERO;
          postProcessing = Duration.ZERO;
        });
  }

  /**
   * Adds what a control request asks for: {@code rejectPosts{status,count}}, {@code
   * rejectUpgrades{status,count}}, {@code breaks[{afterBytes,swallowBytes,code,endsSession}]},
   * {@code withholdAcks}, {@code withholdFinals}, {@code ackDelayMs}, {@code postProcessingMs}.
   */
  void add(JsonNode wanted) {
    JsonNode posts = wanted.path("rejectPosts");
    rejectPosts(posts.path("status").asInt(), posts.path("count").asInt(1) * present(posts));
    JsonNode upgrades = wanted.path("rejectUpgrades");
    rejectUpgrades(
        upgrades.path("status").asInt(), upgrades.path("count").asInt(1) * present(upgrades));
    for (JsonNode planned : wanted.path("breaks")) {
      int code = planned.path("code").asInt(ABORT);
      breakConnection(
          new Break(
              planned.path("afterBytes").asLong(),
              planned.path("swallowBytes").asLong(),
              code,
              planned.path("endsSession").asBoolean(code == 4408)));
    }
    withholdAcks(wanted.path("withholdAcks").asInt());
    withholdFinals(wanted.path("withholdFinals").asInt());
    if (wanted.has("ackDelayMs")) {
      delayAcks(Duration.ofMillis(wanted.path("ackDelayMs").asLong()));
    }
    if (wanted.has("postProcessingMs")) {
      slowPostProcessing(Duration.ofMillis(wanted.path("postProcessingMs").asLong()));
    }
  }

  boolean refusesKeys() {
    lock.lock();
    try {
      return refusesKeys;
    } finally {
      lock.unlock();
    }
  }

  Optional<Integer> nextPostRejection() {
    lock.lock();
    try {
      return System.nanoTime() - postsRejectedUntilNs < 0
          ? Optional.of(postStatus)
          : Optional.ofNullable(postRejections.poll());
    } finally {
      lock.unlock();
    }
  }

  Optional<Integer> nextUpgradeRejection() {
    return next(upgradeRejections);
  }

  /** The break that is due for a session with so many accepted bytes. */
  Optional<Break> nextBreak(long acceptedBytes) {
    lock.lock();
    try {
      Optional<Break> due =
          breaks.stream().filter(planned -> planned.afterBytes() <= acceptedBytes).findFirst();
      due.ifPresent(breaks::remove);
      return due;
    } finally {
      lock.unlock();
    }
  }

  boolean withholdsThisAck() {
    lock.lock();
    try {
      return withheldAcks > 0 && withheldAcks-- > 0;
    } finally {
      lock.unlock();
    }
  }

  boolean withholdsThisFinal() {
    lock.lock();
    try {
      return withheldFinals > 0 && withheldFinals-- > 0;
    } finally {
      lock.unlock();
    }
  }

  Duration ackDelay() {
    lock.lock();
    try {
      return ackDelay;
    } finally {
      lock.unlock();
    }
  }

  Duration postProcessing() {
    lock.lock();
    try {
      return postProcessing;
    } finally {
      lock.unlock();
    }
  }

  private Faults changed(Runnable change) {
    lock.lock();
    try {
      change.run();
      return this;
    } finally {
      lock.unlock();
    }
  }

  private Optional<Integer> next(Deque<Integer> rejections) {
    lock.lock();
    try {
      return Optional.ofNullable(rejections.poll());
    } finally {
      lock.unlock();
    }
  }

  private static int present(JsonNode node) {
    return node.isMissingNode() ? 0 : 1;
  }

  private static void repeat(Deque<Integer> rejections, int status, int count) {
    for (int i = 0; i < count; i++) {
      rejections.add(status);
    }
  }
}
