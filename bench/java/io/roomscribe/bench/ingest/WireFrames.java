package io.roomscribe.bench.ingest;

import java.nio.ByteBuffer;
import java.util.Random;

/**
 * What egress sends, made beforehand so that sending costs the load a write and nothing else:
 * WebSocket messages of 10 ms, s16le, 48 kHz, 2 channels, masked as a client's must be.
 *
 * <p>Shape: {@link #COUNT} messages of quiet noise in a loop, the first half loud enough to count
 * as speech, the second as a pause; and the mark, 10 ms at {@value #MARK_LEVEL}, which stands out
 * of the sum of a room's noise.
 *
 * <p>Threading: made once, then read by duplicates.
 */
final class WireFrames {

  /** Messages per second of one track. */
  static final int PER_SECOND = 100;

  /** Messages of the loop. */
  static final int COUNT = 200;

  /** The mark's samples. */
  static final int MARK_LEVEL = 20_000;

  /** Bytes of a message on the wire. */
  static final int WIRE_BYTES = 8 + 1_920;

  /** Where in the loop nobody speaks any more. */
  static final int FIRST_PAUSE = COUNT / 2;

  private static final int SAMPLES = 480;
  private static final int SPEECH_LEVEL = 150;
  private static final int PAUSE_LEVEL = 4;

  private final ByteBuffer[] loop = new ByteBuffer[COUNT];
  private final ByteBuffer mark;

  WireFrames() {
    Random random = new Random(1);
    for (int i = 0; i < COUNT; i++) {
      int level = i < FIRST_PAUSE ? SPEECH_LEVEL : PAUSE_LEVEL;
      short[] samples = new short[SAMPLES];
      for (int s = 0; s < SAMPLES; s++) {
        samples[s] = (short) (random.nextGaussian() * level);
      }
      loop[i] = message(samples, random.nextInt());
    }
    short[] loud = new short[SAMPLES];
    java.util.Arrays.fill(loud, (short) MARK_LEVEL);
    mark = message(loud, random.nextInt());
  }

  /** A message of the loop, to be written from its beginning. */
  ByteBuffer noise(long number) {
    return loop[(int) (number % COUNT)].duplicate();
  }

  /** The mark, to be written from its beginning. */
  ByteBuffer mark() {
    return mark.duplicate();
  }

  private static ByteBuffer message(short[] mono, int mask) {
    ByteBuffer frame = ByteBuffer.allocateDirect(WIRE_BYTES);
    frame.put((byte) 0x82).put((byte) (0x80 | 126)).putShort((short) (mono.length * 4));
    frame.putInt(mask);
    for (int i = 0; i < mono.length * 4; i++) {
      byte plain = (byte) (mono[i / 4] >> 8 * (i % 2));
      frame.put((byte) (plain ^ mask >>> 8 * (3 - i % 4)));
    }
    return frame.flip();
  }
}
