package io.roomscribe.standin.livekit;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import livekit.LivekitWebhook.WebhookEvent;

/**
 * What goes wrong with webhooks, from now until changed again. Threading: safe; the last call wins.
 */
public final class WebhookFaults {

  private final Set<String> droppedRooms = ConcurrentHashMap.newKeySet();
  private volatile boolean dropAll;
  private volatile boolean duplicate;
  private volatile boolean reorder;
  private volatile boolean wrongSignature;
  private volatile Duration delay = Duration.ZERO;
  private volatile Duration clockSkew = Duration.ZERO;

  /** No event is sent at all. */
  public void dropAll(boolean on) {
    dropAll = on;
  }

  /** No event of this room is sent, while others are. */
  public void dropOf(String room) {
    droppedRooms.add(room);
  }

  /** Every event is sent twice, under the same id. */
  public void duplicate(boolean on) {
    duplicate = on;
  }

  /** Every second event of a queue overtakes the one before it. */
  public void reorder(boolean on) {
    reorder = on;
  }

  /** Events are signed with another secret. */
  public void wrongSignature(boolean on) {
    wrongSignature = on;
  }

  /** Every event waits so long before it is sent. */
  public void delay(Duration value) {
    delay = value;
  }

  /** The clock that signs is so much ahead, so that {@code nbf} lies in the future. */
  public void clockSkew(Duration value) {
    clockSkew = value;
  }

  /** All is well again. */
  public void clear() {
    dropAll = false;
    droppedRooms.clear();
    duplicate = false;
    reorder = false;
    wrongSignature = false;
    delay = Duration.ZERO;
    clockSkew = Duration.ZERO;
  }

  boolean drops(WebhookEvent event) {
    return dropAll
        || droppedRooms.contains(event.getRoom().getName())
        || droppedRooms.contains(event.getEgressInfo().getRoomName());
  }

  boolean duplicates() {
    return duplicate;
  }

  boolean reorders() {
    return reorder;
  }

  boolean signsWrongly() {
    return wrongSignature;
  }

  Duration delay() {
    return delay;
  }

  Duration clockSkew() {
    return clockSkew;
  }
}
