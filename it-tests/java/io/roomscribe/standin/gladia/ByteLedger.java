package io.roomscribe.standin.gladia;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Which bytes of a session count. A chunk counts from when it is acknowledged: one that still waits
 * for that when the connection breaks never happened, and the client sends it again.
 *
 * <p>Gladia does not document what becomes of unacknowledged bytes; this is the one choice with
 * which the official SDK's resending neither loses nor doubles audio.
 *
 * <p>Threading: confined to the lane.
 */
final class ByteLedger {

  private final int bytesPerSecond;
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private long received;
  private long accepted;

  ByteLedger(int bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  /** A chunk has arrived, whatever becomes of it. */
  void arrived(byte[] chunk) {
    received += chunk.length;
  }

  /** A chunk waits for its acknowledgement. */
  void hold(byte[] chunk) {
    waiting.add(chunk);
  }

  boolean holds(byte[] chunk) {
    return waiting.stream().anyMatch(each -> each == chunk);
  }

  boolean isHolding() {
    return !waiting.isEmpty();
  }

  /** Accepts what waits up to and including this chunk; returns its bytes. */
  byte[] acceptUpTo(byte[] chunk) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (!waiting.isEmpty()) {
      byte[] next = waiting.remove();
      bytes.writeBytes(next);
      if (next == chunk) {
        break;
      }
    }
    accepted += bytes.size();
    return bytes.toByteArray();
  }

  /** Accepts all that waits; returns its bytes. */
  byte[] acceptAll() {
    return acceptUpTo(new byte[0]);
  }

  /** The connection broke: what waits never happened. */
  void forgetWaiting() {
    waiting.clear();
  }

  /** Bytes that arrived over all connections. */
  long received() {
    return received;
  }

  /** Bytes that count. */
  long accepted() {
    return accepted;
  }

  double acceptedS() {
    return (double) accepted / bytesPerSecond;
  }

  /** The data of an acknowledgement: {@code [from, to)} in bytes and seconds of the session. */
  ObjectNode range(long from, long to) {
    ObjectNode range = Json.object();
    range.putArray("byte_range").add(from).add(to);
    range
        .putArray("time_range")
        .add(Json.seconds((double) from / bytesPerSecond))
        .add(Json.seconds((double) to / bytesPerSecond));
    return range;
  }
}
