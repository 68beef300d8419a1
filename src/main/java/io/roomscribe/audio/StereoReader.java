package io.roomscribe.audio;

import java.nio.ByteBuffer;

/**
 * Takes messages apart into the samples of their two channels.
 *
 * <p>Shape: in s16le, 2 channels, in messages of any length; a message may end within a sample,
 * whose rest is then the beginning of the next. Out up to {@link SampleRing#CHUNK_SAMPLES} samples
 * of each channel at a time.
 *
 * <p>Threading: one thread at a time; allocates nothing.
 *
 * <p>Ownership: {@link #left} and {@link #right} are reused by the next {@link #read}.
 */
final class StereoReader {
  private static final int BYTES_PER_SAMPLE = 4;

  private final short[] left = new short[SampleRing.CHUNK_SAMPLES];
  private final short[] right = new short[SampleRing.CHUNK_SAMPLES];
  private int tail;
  private int tailBytes;

  /**
   * Reads on in a message.
   *
   * @return samples of each channel; 0 if the message is used up
   */
  int read(ByteBuffer pcm) {
    int length = finishTail(pcm);
    int at = pcm.position();
    int end = length + Math.min(left.length - length, pcm.remaining() / BYTES_PER_SAMPLE);
    for (; length < end; length++, at += BYTES_PER_SAMPLE) {
      left[length] = littleEndian(pcm, at);
      right[length] = littleEndian(pcm, at + 2);
    }
    pcm.position(at);
    if (pcm.remaining() < BYTES_PER_SAMPLE) {
      carryAll(pcm);
    }
    return length;
  }

  /** The first channel as read last. */
  short[] left() {
    return left;
  }

  /** The second channel as read last. */
  short[] right() {
    return right;
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
    left[0] = (short) tail;
    right[0] = (short) (tail >> 16);
    tail = 0;
    tailBytes = 0;
    return 1;
  }

  private void carryAll(ByteBuffer pcm) {
    for (; tailBytes < BYTES_PER_SAMPLE && pcm.hasRemaining(); tailBytes++) {
      tail |= (pcm.get() & 0xff) << (8 * tailBytes);
    }
  }

  private static short littleEndian(ByteBuffer pcm, int at) {
    return (short) ((pcm.get(at) & 0xff) | (pcm.get(at + 1) << 8));
  }
}
