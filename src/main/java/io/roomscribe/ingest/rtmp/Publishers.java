package io.roomscribe.ingest.rtmp;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who publishes what: one connection for each stream, the newest. LiveKit publishes again before we
 * could know that the connection it lost is dead.
 *
 * <p>Full: {@link #enter} refuses all but those that take the place of an older one. Threading:
 * safe from any thread; {@link #enter} waits for the older connection to end.
 */
final class Publishers {

  private final int most;
  private final Duration handover;
  private final Map<String, RtmpConnection> live = new ConcurrentHashMap<>();

  /**
   * No publishers.
   *
   * @param handover how long an older connection may take to end
   */
  Publishers(int most, Duration handover) {
    this.most = most;
    this.handover = handover;
  }

  /**
   * Makes the connection the publisher of the stream, and ends the older one of that stream.
   *
   * @return false when there are too many, or the older one does not end; either way {@link #leave}
   *     is to follow
   */
  boolean enter(String stream, RtmpConnection newer) {
    RtmpConnection older = live.put(stream, newer);
    if (older == null) {
      return live.size() <= most;
    }
    older.hangUp("a newer publisher took its place");
    return older.awaitEnd(handover);
  }

  /** The connection publishes no more, or never did. */
  void leave(String stream, RtmpConnection gone) {
    live.remove(stream, gone);
  }

  int count() {
    return live.size();
  }
}
