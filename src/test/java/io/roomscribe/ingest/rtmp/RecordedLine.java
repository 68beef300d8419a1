package io.roomscribe.ingest.rtmp;

import io.roomscribe.audio.PcmInput;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A session that keeps what it hears. Two threads that feed it at once, which no session could
 * take, are counted.
 */
final class RecordedLine implements SessionLine, PcmInput {

  final List<String> news = new CopyOnWriteArrayList<>();
  final AtomicInteger collisions = new AtomicInteger();
  private final AtomicInteger inside = new AtomicInteger();
  private final ByteArrayOutputStream pcm = new ByteArrayOutputStream();
  private volatile Runnable hangUp = () -> {};

  @Override
  public PcmInput input() {
    return this;
  }

  @Override
  public void connected(Runnable hangUp) {
    this.hangUp = hangUp;
    news.add("connected");
  }

  @Override
  public void disconnected(String cause) {
    news.add(cause);
  }

  @Override
  public void receive(ByteBuffer bytes, long arrivalNs) {
    if (inside.incrementAndGet() > 1) {
      collisions.incrementAndGet();
    }
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    pcm.writeBytes(copy);
    inside.decrementAndGet();
  }

  /** The session wants the publisher no more. */
  void hangUp() {
    hangUp.run();
  }

  /** How much it heard, in ms. */
  long heardMs() {
    return pcm.size() / 192;
  }

  /** The left channel from a time on. */
  short[] left(int fromMs, int lengthMs) {
    ByteBuffer all = ByteBuffer.wrap(pcm.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    short[] left = new short[lengthMs * 48];
    for (int i = 0; i < left.length; i++) {
      left[i] = all.getShort(fromMs * 192 + i * 4);
    }
    return left;
  }
}
