package io.roomscribe.bench.ingest;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * When the marks of one room were sent, and how late each came out of the mix.
 *
 * <p>A mark is a message of 10 ms that stands out. The first of its samples in a batch tells which
 * moment of the load the batch's samples belong to, and so when the newest of them had come in. The
 * jitter target, by which every sample is held back on purpose, is taken off.
 *
 * <p>Threading: safe; one thread sends, one receives.
 */
final class Marks {

  /** Marks are a second apart; less is one mark. */
  static final int SAMPLES_APART = 8_000;

  private static final long NS_PER_SAMPLE = 62_500;

  /** A mark not out by then is lost. */
  private static final long PATIENCE_NS = 900_000_000L;

  private static final int THRESHOLD = WireFrames.MARK_LEVEL / 2;

  private final Deque<Long> sentNs = new ArrayDeque<>();
  private final Latencies latencies;
  private long position;
  private long lastMark = -SAMPLES_APART;

  Marks(Latencies latencies) {
    this.latencies = latencies;
  }

  synchronized void sent(long atNs) {
    sentNs.addLast(atNs);
  }

  /** A batch has come out: s16le, mono, 16 kHz. */
  synchronized void batch(java.nio.ByteBuffer pcm, long atNs) {
    int samples = pcm.remaining() / 2;
    for (int i = 0; i < samples; i++) {
      int at = pcm.position() + 2 * i;
      short sample = (short) (pcm.get(at) & 0xff | pcm.get(at + 1) << 8);
      if (sample > THRESHOLD && position + i - lastMark >= SAMPLES_APART) {
        lastMark = position + i;
        mark(atNs, samples - i);
      }
    }
    position += samples;
  }

  private void mark(long batchNs, int samplesToEnd) {
    while (!sentNs.isEmpty() && batchNs - sentNs.peekFirst() > PATIENCE_NS) {
      sentNs.removeFirst();
      latencies.lost();
    }
    Long sent = sentNs.pollFirst();
    if (sent != null) {
      latencies.add(batchNs - sent - samplesToEnd * NS_PER_SAMPLE - Deployment.JITTER_TARGET_NS);
    }
  }
}
