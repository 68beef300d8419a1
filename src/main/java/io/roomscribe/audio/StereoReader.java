package io.roomscribe.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;

/**
 * Takes messages apart into the samples of their two channels.
 *
 * <p>Shape: in s16le, 2 channels, in messages of any length; a message may end within a sample,
 * whose rest is then the beginning of the next. Out up to {@link #CHUNK_SAMPLES} samples of each
 * channel at a time.
 *
 * <p>Cost: a message is copied in one piece and taken as ints, each both channels of a sample,
 * since loops over ints alone are the ones that HotSpot makes vectors of (five times as fast as
 * bytes one by one, on JDK 17).
 *
 * <p>Threading: one thread at a time; allocates nothing.
 */
final class StereoReader {
  /** The most that one {@link #read} gives: 10 ms, as egress sends them. */
  static final int CHUNK_SAMPLES = 480;

  private static final int BYTES_PER_SAMPLE = 4;

  private final byte[] bytes = new byte[CHUNK_SAMPLES * BYTES_PER_SAMPLE];
  private final IntBuffer words =
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
  private final int[] pairs = new int[CHUNK_SAMPLES];
  private int tail;
  private int tailBytes;

  /**
   * Reads on in a message.
   *
   * @return samples of each channel; 0 if the message is used up
   */
  int read(ByteBuffer pcm) {
    int finished = finishTail(pcm);
    int whole = Math.min(CHUNK_SAMPLES - finished, pcm.remaining() / BYTES_PER_SAMPLE);
    pcm.get(bytes, 0, whole * BYTES_PER_SAMPLE);
    words.get(0, pairs, finished, whole);
    if (pcm.remaining() < BYTES_PER_SAMPLE) {
      carryAll(pcm);
    }
    return finished + whole;
  }

  /** The mean of both channels of the first samples read last, rounded down. */
  void average(short[] out, int length) {
    average(pairs, length);
    for (int i = 0; i < length; i++) {
      out[i] = (short) pairs[i];
    }
  }

  /** The first channel of the first samples read last. */
  void left(short[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = (short) pairs[i];
    }
  }

  /** The second channel of the first samples read last. */
  void right(short[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] = (short) (pairs[i] >> 16);
    }
  }

  private static void average(int[] pairs, int length) {
    for (int i = 0; i < length; i++) {
      int pair = pairs[i];
      pairs[i] = (((pair << 16) >> 16) + (pair >> 16)) >> 1;
    }
  }

  /** Completes the sample that the previous message broke off; returns how many that makes. */
  private int finishTail(ByteBuffer pcm) {
    if (tailBytes == 0) {
      return 0;
    }
    carryAll(pcm);
    if (tailBytes < BYTES_PER_SAMPLE) {
      return 0;
    }
    pairs[0] = tail;
    tail = 0;
    tailBytes = 0;
    return 1;
  }

  private void carryAll(ByteBuffer pcm) {
    for (; tailBytes < BYTES_PER_SAMPLE && pcm.hasRemaining(); tailBytes++) {
      tail |= (pcm.get() & 0xff) << (8 * tailBytes);
    }
  }
}
