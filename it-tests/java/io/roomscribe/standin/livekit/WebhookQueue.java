package io.roomscribe.standin.livekit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import livekit.LivekitWebhook.WebhookEvent;

/**
 * The events of one key for one receiver: one after the other, the next when the last was taken or
 * given up.
 *
 * <p>Full: the newest event is dropped beyond 200; an event that waited over 30 s is dropped when
 * its turn comes.
 *
 * <p>Threading: safe; deliveries run one at a time.
 *
 * <p>Source: livekit/protocol webhook/resource_url_notifier.go (max depth 200, max age 30 s).
 */
final class WebhookQueue {

  private static final int DEPTH = 200;
  private static final long MAX_AGE_NANOS = Duration.ofSeconds(30).toNanos();

  private final Function<WebhookEvent, CompletableFuture<Void>> delivery;
  private final WebhookFaults faults;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private boolean delivering;
  private boolean closed;

  /** The delivery's future completes when the receiver has taken the event or will never. */
  WebhookQueue(Function<WebhookEvent, CompletableFuture<Void>> delivery, WebhookFaults faults) {
    this.delivery = delivery;
    this.faults = faults;
  }

  synchronized void add(WebhookEvent event) {
    if (closed || waiting.size() >= DEPTH) {
      return;
    }
    Waiting last = new Waiting(event, System.nanoTime());
    if (faults.reorders() && waiting.size() % 2 == 1) {
      Waiting overtaken = waiting.removeLast();
      waiting.addLast(last);
      waiting.addLast(overtaken);
    } else {
      waiting.addLast(last);
    }
    if (!delivering) {
      delivering = true;
      laterOrNow(holdBack()).execute(this::next);
    }
  }

  /** With reordering on, the first event waits a little for one that may overtake it. */
  private Duration holdBack() {
    return faults.reorders() ? faults.delay().plusMillis(100) : faults.delay();
  }

  private static Executor laterOrNow(Duration delay) {
    return delay.isZero()
        ? Runnable::run
        : CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void next() {
    Waiting head;
    synchronized (this) {
      head = pollFresh();
      if (head == null) {
        delivering = false;
        return;
      }
    }
    delivery
        .apply(head.event)
        .whenCompleteAsync((done, error) -> laterOrNow(faults.delay()).execute(this::next));
  }

  private Waiting pollFresh() {
    Waiting head = closed ? null : waiting.pollFirst();
    while (head != null && System.nanoTime() - head.sinceNanos > MAX_AGE_NANOS) {
      head = waiting.pollFirst();
    }
    return head;
  }

  synchronized void close() {
    closed = true;
    waiting.clear();
  }

  private record Waiting(WebhookEvent event, long sinceNanos) {}
}
