package io.roomscribe.ingest.rtmp;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A file of FLV with nothing but audio, written tag by tag for one FFmpeg.
 *
 * <p>Threading: one thread. Ownership: {@link #bytes} is reused by the next call.
 *
 * <p>Source: Adobe's Video File Format Specification 10.1, annex E; Enhanced RTMP v2 for the
 * extended audio header.
 */
final class FlvAudio {

  /** The type of a tag that holds audio. */
  static final int AUDIO = 8;

  private static final int TAG_HEADER = 11;
  private static final int LONGEST_BODY = (1 << 24) - 1;
  private static final int AAC = 10;
  private static final int EXTENDED = 9;

  private byte[] bytes = new byte[4096];
  private int length;

  /** Whether a tag's body is what a decoder must know before it can decode anything. */
  static boolean isSequenceHeader(ByteBuffer body) {
    if (body.remaining() < 2) {
      return false;
    }
    int first = body.get(body.position()) & 0xff;
    return switch (first >> 4) {
      case AAC -> body.get(body.position() + 1) == 0;
      case EXTENDED -> (first & 0x0f) == 0;
      default -> false;
    };
  }

  /** What {@link #fileHeader} and {@link #tag} have written since {@link #clear}. */
  byte[] bytes() {
    return bytes;
  }

  /** How many of {@link #bytes} count. */
  int length() {
    return length;
  }

  FlvAudio clear() {
    length = 0;
    return this;
  }

  /** The file's beginning. */
  FlvAudio fileHeader() {
    ByteBuffer out = room(13);
    out.put((byte) 'F').put((byte) 'L').put((byte) 'V').put((byte) 1);
    out.put((byte) 0x04).putInt(9).putInt(0);
    length = out.position();
    return this;
  }

  /**
   * One tag of audio.
   *
   * @param timestampMs from 0
   * @throws IllegalArgumentException for a body of 16 MB or more
   */
  FlvAudio tag(long timestampMs, ByteBuffer body) {
    int size = body.remaining();
    if (size > LONGEST_BODY) {
      throw new IllegalArgumentException("a tag of " + size + " bytes");
    }
    ByteBuffer out = room(TAG_HEADER + size + 4);
    out.putInt(AUDIO << 24 | size);
    // The time's lower 24 bits, its upper 8, and a stream id that is always 0.
    out.putInt((int) (timestampMs << 8 | (timestampMs >> 24 & 0xff)));
    out.put((byte) 0).putShort((short) 0);
    out.put(body.duplicate()).putInt(TAG_HEADER + size);
    length = out.position();
    return this;
  }

  private ByteBuffer room(int more) {
    if (bytes.length < length + more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
    return ByteBuffer.wrap(bytes).position(length);
  }
}
