package io.roomscribe.bench.ingest;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.management.Notification;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * The collections that a JVM has told of, in ms each, as its beans count them: of G1 those of the
 * young generation and full ones; remarking is not among them.
 *
 * <p>Threading: safe.
 */
final class Pauses implements NotificationListener {

  private final List<Long> ms = new ArrayList<>();

  /** Forgets all. */
  synchronized void start() {
    ms.clear();
  }

  /** Since the start. */
  synchronized Summary summary() {
    return new Summary(
        ms.size(),
        ms.stream().mapToLong(Long::longValue).max().orElse(0),
        ms.stream().mapToLong(Long::longValue).sum());
  }

  @Override
  public synchronized void handleNotification(Notification notification, Object handback) {
    if (notification.getUserData() instanceof CompositeData data) {
      ms.add(GarbageCollectionNotificationInfo.from(data).getGcInfo().getDuration());
    }
  }

  /** How many, the longest and all together in ms. */
  record Summary(int count, long mostMs, long totalMs) {

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%d (%d, %d)", count, mostMs, totalMs);
    }
  }
}
